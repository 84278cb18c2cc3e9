import type { Block } from '../../tree/book.ts'
import { endsWithPage, isContentsEntry } from './contents-entry.ts'
import { type Hanging, hangingColumn, isAt } from './hanging-columns.ts'
import { type SpacedSizes, usualLeading, WIDEST } from './leading.ts'
import { listMarker } from './list-marker.ts'
import { around, lineText, type Span, type TextLine } from './text-line.ts'

/** Lines that belong together. */
export interface TextBlock {
  readonly lines: readonly TextLine[]
  /** What stands in the margin beside them. */
  readonly notes?: readonly Block[] | undefined
}

const SENTENCE_END = /[.!?:;…。！？]["'”’»)\]]*\s*$/
/** Sizes that differ by less than this share are the same; and where a sentence plainly goes on, as from words to code. */
const SAME_SIZE = 0.1
const SIMILAR_SIZE = 0.3
/** Lines further apart than this, against the usual distance, are of different paragraphs; and in font sizes at the most. */
const WIDER = 1.25
/** The same where text is set with space between all lines. */
const SPACED_WIDER = 1.1
/** A line with fewer letters is no full line, in however narrow a column. */
const LINE_LETTERS = 20
/** One that fills this share of its column may be the last of its page and go on on the next. */
const LONG_LINE = 0.6
/** Indents of less than this many font sizes are none. */
const INDENT = 0.7

/** Joins lines into paragraphs, across columns and pages where a sentence goes on. */
export function buildParagraphs(lines: readonly TextLine[], spaced: SpacedSizes): TextBlock[] {
  const blocks: TextLine[][] = []
  const columns = columnEdges(lines)
  const leading = usualLeading(lines, spaced)
  const hanging = hangingColumns(lines)
  for (const [i, line] of lines.entries()) {
    const block = blocks.at(-1)
    const last = block?.at(-1)
    const context = { next: lines[i + 1], columns, leading, hanging }
    if (block !== undefined && last !== undefined && continues(block, last, { line, ...context })) block.push(line)
    else blocks.push([line])
  }
  return blocks.map((block) => ({ lines: block }))
}

interface Step {
  readonly line: TextLine
  readonly next: TextLine | undefined
  readonly columns: ReadonlyMap<string, { left: number; right: number }>
  readonly leading: ReadonlyMap<number, number>
  /** Of the columns whose paragraphs hang. */
  readonly hanging: ReadonlyMap<string, Hanging>
}

function continues(block: readonly TextLine[], last: TextLine, step: Step): boolean {
  const { line } = step
  const [own, before] = [line.tagged?.tag.at(-1)?.key, last.tagged?.tag.at(-1)?.key]
  if (own !== undefined || before !== undefined) return own === before
  if (isNumber(last) && isNumber(line) && last.piece === line.piece && last.page === line.page) return true
  const goesOn = sentenceGoesOn(last, step)
  if (Math.abs(last.size - line.size) > (goesOn ? SIMILAR_SIZE : SAME_SIZE) * Math.max(last.size, line.size))
    return false
  if (last.isBold !== line.isBold && !isBoldAcross(last, step)) return false
  if (isContentsEntry(last) || endsWithPage(last)) return false
  if ((last.isFixed !== line.isFixed && !goesOn) || isItem(block, last, step)) return false
  const hanging = step.hanging.get(keyOf(line))
  if (last.page !== line.page || last.piece !== line.piece) {
    if (hanging !== undefined && step.hanging.has(keyOf(last))) return isAt(line, hanging.inner)
    return goesOnElsewhere(last, step)
  }
  const distance = line.baseline - last.baseline
  if (distance <= 0 || distance > farthest(step)) return false
  if (goesOn) return true
  if (hanging !== undefined && isAt(line, hanging.inner)) return true
  if (hanging !== undefined && isAt(line, hanging.outer)) return false
  const isForced = endsEarly(last, step)
  if (isForced && SENTENCE_END.test(lineText(last))) return false
  if (isForced && block.length === 1 && !isIndented(block, step)) return /^\p{Ll}/u.test(lineText(line).trimStart())
  return !beginsParagraph(block, last, step)
}

/** Whether a line begins an item of a list. With a dash, a sentence may go on after a full line that is none. */
function isItem([first]: readonly TextLine[], last: TextLine, step: Step): boolean {
  const text = lineText(step.line)
  if (listMarker(text) === undefined) return false
  if (!/^\s*[–—]\s+\p{Ll}/u.test(text) || first === undefined || listMarker(lineText(first)) !== undefined) return true
  return !/[\p{L},]\s*$/u.test(lineText(last)) || isIndented([last], step) || endsEarly(last, step)
}

/** Whether a full line ends in the middle of a sentence that the next one goes on with, neither of them all code. */
function sentenceGoesOn(last: TextLine, step: Step): boolean {
  const { line } = step
  if (last.page !== line.page || last.piece !== line.piece) return false
  if (!/[\p{L},-]\s*$/u.test(lineText(last)) || !/^\s*\p{Ll}/u.test(lineText(line))) return false
  return hasWords(last) && hasWords(line) && !endsEarly(last, step)
}

/** Whether some of a line is no code. */
function hasWords({ spans }: TextLine): boolean {
  return spans.some(({ text, isFixed }) => !isFixed && /\p{L}{2}/u.test(text))
}

/** Whether bold words go on from a full line, or a centred one, to the next. */
function isBoldAcross(last: TextLine, step: Step): boolean {
  const { line } = step
  const hasWord = ({ text }: Span) => /\p{L}/u.test(text)
  const isBold = last.spans.findLast(hasWord)?.isBold === true && line.spans.find(hasWord)?.isBold === true
  const apart = Math.abs(last.box.left + last.box.right - line.box.left - line.box.right) / 2
  return isBold && (apart < line.size / 2 || !endsEarly(last, step))
}

/** A line number: all of a column are kept together. */
function isNumber(line: TextLine): boolean {
  return line.letters <= 4 && /^\d+$/.test(lineText(line))
}

function isIndented([first]: readonly TextLine[], { line }: Step): boolean {
  return first !== undefined && line.box.left > first.box.left + INDENT * line.size
}

/** Whether the first word of the line would have had room on the line before. */
function endsEarly(last: TextLine, { line, columns }: Step): boolean {
  const column = columns.get(keyOf(last))
  return column !== undefined && hasRoom(last, line, column.right)
}

function hasRoom(last: TextLine, line: TextLine, right: number): boolean {
  const words = lineText(line).trim()
  const first = words.split(/\s/, 1)[0] ?? ''
  const width = ((line.box.right - line.box.left) * (first.length + 1)) / Math.max(words.length, 1)
  return last.box.right + width + 0.5 * line.size < right
}

/** Whether a line stands further in or out than the ones before it as the first line of a paragraph does. */
function beginsParagraph(block: readonly TextLine[], last: TextLine, { line, next }: Step): boolean {
  const indent = line.box.left - last.box.left
  const limit = INDENT * line.size
  if (Math.abs(indent) < limit) return false
  const isSecond = block.length === 1
  if (indent > 0) {
    // A hanging paragraph goes on at the indent; a new one goes on further out.
    const goesOn = next !== undefined && next.piece === line.piece && Math.abs(next.box.left - line.box.left) < limit
    return !(isSecond && (goesOn || !SENTENCE_END.test(lineText(last))))
  }
  // The second line of a paragraph stands further out than the first; a later one that does begins something new.
  return !isSecond && -indent >= limit && SENTENCE_END.test(lineText(last))
}

/** At the top of the next column or page a paragraph goes on when its sentence does. */
function goesOnElsewhere(last: TextLine, step: Step): boolean {
  const text = lineText(step.line).trimStart()
  const before = lineText(last).trimEnd()
  if (last.letters < LINE_LETTERS || SENTENCE_END.test(before)) return false
  const isNextPage = last.page !== step.line.page && isLong(last, step) && /^\p{Ll}/u.test(text) && !last.isFixed
  if (endsEarly(last, step) && !isNextPage) return false
  return /^[\p{Ll}\p{Lo}]/u.test(text) || /[\p{L},-]$/u.test(before)
}

/** Whether a line fills most of its column. */
function isLong(line: TextLine, { columns }: Step): boolean {
  const column = columns.get(keyOf(line))
  return column !== undefined && line.box.right > column.left + LONG_LINE * (column.right - column.left)
}

function keyOf({ page, piece }: TextLine): string {
  return `${page}/${piece}`
}

/** Left and right edge of each column. */
function columnEdges(lines: readonly TextLine[]): Map<string, { left: number; right: number }> {
  const edges = new Map<string, { left: number; right: number }>()
  for (const [key, column] of Map.groupBy(lines, keyOf)) edges.set(key, around(column.map(({ box }) => box)))
  return edges
}

function hangingColumns(lines: readonly TextLine[]): Map<string, Hanging> {
  return new Map(
    [...Map.groupBy(lines, keyOf)].flatMap(([key, column]): Array<[string, Hanging]> => {
      const hanging = hangingColumn(column, hasRoom)
      return hanging === undefined ? [] : [[key, hanging]]
    }),
  )
}

/** How far a line may stand from the one before it in the same paragraph. */
function farthest({ line, leading }: Step): number {
  const usual = leading.get(Math.round(line.size)) ?? line.size * 1.2
  return usual > line.size * WIDEST ? usual * SPACED_WIDER : Math.min(usual * WIDER, line.size * WIDEST)
}
