import { lineText, type Span, type TextLine } from './text-line.ts'

/** Dots that lead to the number of a page at the end of a line. */
const LEADERS = /(?:[.\u00B7\u2024\u2026]\s?){4,}(?=\s*(?:\d{1,4}|[ivxlc]+)\s*$)/i

const PAGE_NUMBER = /^\s*(?:\d{1,4}|[ivxlc]{1,7})\s*$/i

/** Whether a line is an entry of a printed table of contents, or the end of one: dots lead to the number of a page. */
export function isContentsEntry(line: Pick<TextLine, 'spans'>): boolean {
  return LEADERS.test(lineText(line))
}

/** Whether the number of a page stands at the edge, beyond a gap: an entry of contents or of an index ends there. */
export function endsWithPage({ segments }: Pick<TextLine, 'segments'>): boolean {
  const last = segments.length > 1 ? segments.at(-1) : undefined
  return last !== undefined && PAGE_NUMBER.test(lineText(last))
}

/** The spans of a line; where it is an entry of a table of contents, a space stands for its dots. */
export function withoutLeaders(line: Pick<TextLine, 'spans'>): readonly Span[] {
  const dots = LEADERS.exec(lineText(line))
  if (dots === null) return line.spans
  const [start, end] = [dots.index, dots.index + dots[0].length]
  let at = 0
  return line.spans.map((span) => {
    const [from, to] = [Math.max(0, start - at), Math.max(0, end - at)]
    at += span.text.length
    const left = span.text.slice(0, from)
    const holdsDots = from < span.text.length && to > 0
    return holdsDots ? { ...span, text: `${left.trimEnd()} ${span.text.slice(to).trimStart()}` } : span
  })
}
