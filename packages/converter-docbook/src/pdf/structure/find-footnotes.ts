import type { FlowItem } from '../layout/page-pieces.ts'
import { lineText, type Span, type TextLine } from '../layout/text-line.ts'
import { isInNote, type Note, taggedNotes } from '../tags/tagged-notes.ts'
import { uprightNotes } from './upright-notes.ts'

/** Notes are smaller than most of the text by this factor at least. */
const SMALLER = 0.95
const MARK = /^\s*(\d{1,3}|[*†‡§¶]{1,3})\s*$/

/** Lines of a note in the size of the text are no further apart than this many font sizes. */
const LEADING = 1.6

/**
 * Moves notes from the foot of their page to the mark in the text that they belong to. It is done where it is certain: the
 * lines are small, or their marks lead back to the text, they stand at the end of their column and begin with a raised mark (small
 * ones also with a number that counts on), and the same mark stands raised once in the text of the page; or the structure tree
 * calls them a note. Other notes stay where they are.
 */
export function moveFootnotes(flow: readonly FlowItem[]): FlowItem[] {
  const lines = flow.flatMap((item) => ('line' in item ? [item.line] : []))
  const body = bodySize(lines)
  const removed = new Set<TextLine>()
  const replaced = new Map<TextLine, TextLine>()
  for (const page of Map.groupBy(lines, (line) => line.page).values()) {
    const others = page.filter((line) => !isInNote(line))
    const notes = [...findNotes(others, body), ...taggedNotes(page)]
    const inNotes = new Set([...notes.flatMap((note) => note.lines), ...page.filter(isInNote)])
    const text = page.filter((line) => !inNotes.has(line))
    for (const note of notes) {
      const [place, ...others] = text.filter((line) => markSpans(replaced.get(line) ?? line, note.mark).length > 0)
      const current = place && (replaced.get(place) ?? place)
      if (place === undefined || current === undefined || others.length > 0) continue
      if (markSpans(current, note.mark).length !== 1) continue
      replaced.set(place, withNote(current, note))
      for (const line of note.lines) removed.add(line)
    }
  }
  return flow.flatMap((item): FlowItem[] => {
    if (!('line' in item)) return [item]
    return removed.has(item.line) ? [] : [{ line: replaced.get(item.line) ?? item.line }]
  })
}

/** The font size that most letters have. */
function bodySize(lines: readonly TextLine[]): number {
  const letters = new Map<number, number>()
  for (const line of lines) {
    const size = Math.round(line.size * 4) / 4
    letters.set(size, (letters.get(size) ?? 0) + line.letters)
  }
  return [...letters].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0]
}

/** The notes of a page: in each column, from the first small line with a mark to the end. */
function findNotes(page: readonly TextLine[], body: number): Note[] {
  return [...Map.groupBy(page, ({ piece }) => piece).values()].flatMap((piece) => {
    const isNotes = (own: readonly TextLine[]) => isSmall(own, body) || leadBack(own)
    const first = piece.findIndex((line, i) => markOf(line) !== undefined && isNotes(piece.slice(i)))
    if (first <= 0) return smallNotes(piece, page, body)
    const notes: Array<{ mark: string; lines: TextLine[] }> = []
    for (const line of piece.slice(first)) {
      const mark = markOf(line)
      if (mark === undefined) notes.at(-1)?.lines.push(line)
      else notes.push({ mark, lines: [line] })
    }
    return notes.map(({ mark, lines }) => ({ mark, lines, text: withoutMark(lines) }))
  })
}

/** Notes with upright numbers among the small lines with which a column ends. */
function smallNotes(piece: readonly TextLine[], page: readonly TextLine[], body: number): Note[] {
  const start = piece.findLastIndex((line) => !isSmall([line], body)) + 1
  if (start === 0 || start === piece.length) return []
  const small = new Set(piece.slice(start))
  const raised = page.flatMap((line) => (small.has(line) ? [] : line.spans.flatMap(raisedMark)))
  return uprightNotes([...small], new Set(raised))
}

function raisedMark({ script, text, note }: Span): string[] {
  return script === 'superscript' && note === undefined && MARK.test(text) ? [text.trim()] : []
}

function isSmall(lines: readonly TextLine[], body: number): boolean {
  return lines.every(({ size }) => size <= body * SMALLER)
}

/** Whether lines are notes whose marks lead to the place that they were called from. */
function leadBack(lines: readonly TextLine[]): boolean {
  return lines.every((line, i) => {
    const link = line.spans[0]?.link
    if (markOf(line) !== undefined) return link !== undefined && 'anchor' in link
    return line.baseline - (lines[i - 1]?.baseline ?? -Infinity) < LEADING * line.size
  })
}

/** The raised mark with which a line begins. */
function markOf({ spans: [first] }: TextLine): string | undefined {
  return first?.script === 'superscript' ? first.text.match(MARK)?.[1] : undefined
}

function markSpans({ spans }: TextLine, mark: string): Span[] {
  return spans.filter((span) => raisedMark(span).includes(mark))
}

function withoutMark([first, ...rest]: readonly TextLine[]): readonly TextLine[] {
  if (first === undefined) return []
  const own = first.spans.slice(1).map((span, i) => (i === 0 ? { ...span, text: span.text.trimStart() } : span))
  return lineText({ spans: own }).trim() === '' ? rest : [{ ...first, spans: own }, ...rest]
}

function withNote(line: TextLine, { mark, text }: Note): TextLine {
  const [span] = markSpans(line, mark)
  return { ...line, spans: line.spans.map((one) => (one === span ? { ...one, note: text } : one)) }
}
