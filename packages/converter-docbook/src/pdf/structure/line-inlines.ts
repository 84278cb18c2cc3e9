import type { Inline } from '../../tree/book.ts'
import type { Hyphenation } from '../layout/hyphenation.ts'
import { mergeSpans, type Span, type TextLine } from '../layout/text-line.ts'

/** How much of the looks is kept. */
export interface InlineOptions {
  readonly hyphenation: Hyphenation
  /** Bold, italic and fixed letters are ordinary ones: in titles, and where all letters have the same look. */
  readonly plain?: boolean | undefined
}

/** The spans of several lines as one run of inline content. */
export function lineInlines(lines: readonly TextLine[], { hyphenation, plain = false }: InlineOptions): Inline[] {
  return spanInlines(joinLines(lines, hyphenation), { hyphenation, plain })
}

/** The spans of several lines as one line, words divided at line ends put together. */
export function joinLines(lines: readonly TextLine[], hyphenation: Hyphenation): Span[] {
  const spans: Span[] = []
  for (const line of lines) {
    const [first, ...rest] = line.spans
    const last = spans.at(-1)
    if (first === undefined) continue
    if (last === undefined) spans.push({ ...first, text: first.text.trimStart() })
    else {
      const start = first.text.trimStart()
      // What joining added or took away stands at the end of the line before.
      const joined = hyphenation.join(last.text, start || (rest[0]?.text ?? ''))
      spans[spans.length - 1] = {
        ...last,
        text: joined.slice(0, joined.length - (start || (rest[0]?.text ?? '')).trimStart().length),
      }
      spans.push({ ...first, text: start })
    }
    spans.push(...rest)
  }
  const last = spans.at(-1)
  if (last !== undefined) spans[spans.length - 1] = { ...last, text: last.text.trimEnd() }
  return mergeSpans(spans.map((span) => ({ ...span, text: cleanText(span.text) })))
}

/** Spans as inline content. */
export function spanInlines(spans: readonly Span[], options: InlineOptions): Inline[] {
  return spans.flatMap((span) =>
    span.note === undefined ? toInline(span, options.plain ?? false) : toNote(span.note, options),
  )
}

/** A note, and the space that stood after its mark. */
function toNote(lines: readonly TextLine[], { hyphenation }: InlineOptions): Inline[] {
  return [{ kind: 'footnote', blocks: [{ kind: 'paragraph', content: lineInlines(lines, { hyphenation }) }] }]
}

/** Ligatures as letters; marks that a line end may leave are dropped. */
function cleanText(text: string): string {
  return text
    .replace(/[\uFB00-\uFB06]/g, (ligature) => ligature.normalize('NFKC'))
    .replace(/\u00AD/g, '')
    .replace(/ {2,}/g, ' ')
}

function toInline({ text, isBold, isItalic, isFixed, script, link }: Span, plain: boolean): Inline[] {
  if (text === '') return []
  let content: Inline[] = [{ kind: 'text', text }]
  if (text.trim() !== '') {
    if (script !== undefined) content = [{ kind: 'style', style: script, content }]
    if (isFixed && !plain) content = [{ kind: 'style', style: 'code', content }]
    if (isItalic && !plain) content = [{ kind: 'style', style: 'emphasis', content }]
    if (isBold && !plain) content = [{ kind: 'style', style: 'strong', content }]
  }
  if (link === undefined) return content
  return 'url' in link ? [{ kind: 'url', url: link.url, content }] : [{ kind: 'link', target: link.anchor, content }]
}
