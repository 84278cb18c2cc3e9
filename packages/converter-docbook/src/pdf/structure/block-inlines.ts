import type { Inline } from '../../tree/book.ts'
import type { Hyphenation } from '../layout/hyphenation.ts'
import type { Span, TextLine } from '../layout/text-line.ts'

/** The spans of several lines as one run of inline content. */
export function blockInlines(lines: readonly TextLine[], hyphenation: Hyphenation, plain = false): Inline[] {
  const spans: Span[] = []
  for (const line of lines) {
    const [first, ...rest] = line.spans
    const last = spans.at(-1)
    if (first === undefined) continue
    if (last === undefined) spans.push(first)
    else {
      const joined = hyphenation.join(last.text, first.text)
      // What joining added or took away stands at the end of the line before.
      const length = joined.length - first.text.trimStart().length
      spans[spans.length - 1] = { ...last, text: joined.slice(0, length) }
      spans.push({ ...first, text: first.text.trimStart() })
    }
    spans.push(...rest)
  }
  return merge(spans).flatMap((span) => toInline(span, plain))
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (last !== undefined && lookOf(last) === lookOf(span))
      merged[merged.length - 1] = { ...last, text: last.text + span.text }
    else merged.push(span)
  }
  return merged
}

function lookOf({ isBold, isItalic, script, link }: Span): string {
  return JSON.stringify([isBold, isItalic, script, link])
}

function toInline({ text, isBold, isItalic, script, link }: Span, plain: boolean): Inline[] {
  if (text === '') return []
  let content: Inline[] = [{ kind: 'text', text }]
  if (script !== undefined) content = [{ kind: 'style', style: script, content }]
  if (isItalic && !plain) content = [{ kind: 'style', style: 'emphasis', content }]
  if (isBold && !plain) content = [{ kind: 'style', style: 'strong', content }]
  if (link === undefined) return content
  return 'url' in link ? [{ kind: 'url', url: link.url, content }] : [{ kind: 'link', target: link.anchor, content }]
}
