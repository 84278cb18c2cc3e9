import { titleWords } from '../../structure/title-words.ts'
import { lineText, type Span, type TextLine } from '../layout/text-line.ts'
import { sectionNumber } from './heading-candidate.ts'

/** Longer beginnings of a line are no titles. */
const MOST_LETTERS = 100

/**
 * Divides lines that begin with a title and go on with text: `2.1 Methods. We used …`. The title is bold or italic and has a
 * number, or is one of the `titles`.
 */
export function splitRunIns(lines: readonly TextLine[], titles: readonly string[]): Map<TextLine, TextLine[]> {
  const known = new Set(titles.map(titleWords))
  const divided = new Map<TextLine, TextLine[]>()
  for (const line of lines) {
    const count = titleSpans(line)
    if (count === 0) continue
    const head = line.spans.slice(0, count)
    const text = textOf(head).trim()
    const isNumbered = sectionNumber(text) !== undefined && /[.:]$/.test(text) && (sectionNumber(text)?.length ?? 0) > 1
    const isTitle = text.length <= MOST_LETTERS && (isNumbered || known.has(titleWords(text)))
    if (isTitle) divided.set(line, divide(line, count))
  }
  return divided
}

/** How many spans stand out before the first that does not; 0 when all do or none. */
function titleSpans({ spans, isBold }: TextLine): number {
  if (isBold) return 0
  const end = spans.findIndex(({ text, isBold: bold, isItalic }) => /\p{L}/u.test(text) && !bold && !isItalic)
  const hasTitle = spans.slice(0, Math.max(end, 0)).some(({ text }) => /\p{L}{2}/u.test(text))
  return end > 0 && hasTitle && /^\s*[\p{Lu}\d]/u.test(lineText({ spans })) ? end : 0
}

function divide(line: TextLine, count: number): TextLine[] {
  const [head, rest] = [line.spans.slice(0, count), line.spans.slice(count)]
  const share = textOf(head).length / Math.max(1, lineText(line).length)
  const at = line.box.left + (line.box.right - line.box.left) * share
  const letters = textOf(head).replace(/\s/g, '').length
  const first = { ...line, spans: head, letters, isBold: true, box: { ...line.box, right: at } }
  const second = { ...line, spans: rest, letters: line.letters - letters, box: { ...line.box, left: at } }
  return [
    { ...first, segments: [first] },
    { ...second, segments: [second] },
  ]
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('')
}
