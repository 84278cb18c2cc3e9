import type { Inline } from '../../tree/book.ts'
import { splitEdges } from '../../tree/split-edges.ts'
import { withoutLeaders } from '../layout/contents-entry.ts'
import type { Hyphenation } from '../layout/hyphenation.ts'
import { isSameTarget, type LinkTarget, mergeSpans, type Span, type TextLine } from '../layout/text-line.ts'

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
    const [first, ...rest] = withoutLeaders(line)
    const last = spans.at(-1)
    if (first === undefined) continue
    if (last === undefined) spans.push({ ...first, text: first.text.trimStart() })
    else {
      const start = first.text.trimStart()
      // What joining added or took away stands at the end of the line before.
      const joined = spellsAddress(last, first)
        ? last.text.trimEnd() + start
        : hyphenation.join(last.text, start || (rest[0]?.text ?? ''))
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

/** Whether the end of a line and the beginning of the next one stand in the address that both lead to. */
function spellsAddress(last: Span, first: Span): boolean {
  const end = /\S+$/.exec(last.text.trimEnd())?.[0]
  const start = /^\S+/.exec(first.text.trimStart())?.[0]
  if (end === undefined || start === undefined || last.link === undefined || !('url' in last.link)) return false
  return isSameTarget(last.link, first.link) && last.link.url.includes(end + start)
}

/** Spans as inline content: neighbours that lead to the same place are one link. */
export function spanInlines(spans: readonly Span[], options: InlineOptions): Inline[] {
  const inlines: Inline[] = []
  for (let i = 0; i < spans.length; ) {
    const first = spans[i]
    if (first === undefined) break
    const link = linkOf(first)
    let end = i + 1
    while (link !== undefined && isSameTarget(link, linkOf(spans[end]))) end++
    const content = spans.slice(i, end).flatMap((span) => toInlines(span, options))
    inlines.push(...inLink(link, content))
    i = end
  }
  return inlines
}

/** Where a span leads to; the mark of a note is the note itself. */
function linkOf(span: Span | undefined): LinkTarget | undefined {
  return span?.note === undefined ? span?.link : undefined
}

function inLink(link: LinkTarget | undefined, content: readonly Inline[]): readonly Inline[] {
  if (link === undefined) return content
  const { before, inner, after } = splitEdges(content)
  const linked: Inline =
    'url' in link
      ? { kind: 'url', url: link.url, content: inner }
      : { kind: 'link', target: link.anchor, content: inner }
  return [...before, linked, ...after]
}

function toInlines(span: Span, options: InlineOptions): Inline[] {
  return span.note === undefined ? toInline(span, options.plain ?? false) : toNote(span, span.note, options)
}

/** A note, and the space that stood after its mark. */
function toNote({ text }: Span, lines: readonly TextLine[], { hyphenation }: InlineOptions): Inline[] {
  const content = lineInlines(lines, { hyphenation })
  const space: Inline[] = /\s$/.test(text) ? [{ kind: 'text', text: ' ' }] : []
  return [{ kind: 'footnote', blocks: [{ kind: 'paragraph', content }] }, ...space]
}

/** Ligatures as letters; marks that a line end may leave are dropped. */
function cleanText(text: string): string {
  return text
    .replace(/[\uFB00-\uFB06]/g, (ligature) => ligature.normalize('NFKC'))
    .replace(/\u00AD/g, '')
    .replace(/ {2,}/g, ' ')
}

function toInline({ text, isBold, isItalic, isFixed, script }: Span, plain: boolean): Inline[] {
  if (text === '') return []
  const { before, inner, after } = splitEdges([{ kind: 'text', text }])
  if (text.trim() === '') return [...inner]
  let content = inner
  if (script !== undefined) content = [{ kind: 'style', style: script, content }]
  if (isFixed && !plain) content = [{ kind: 'style', style: 'code', content }]
  if (isItalic && !plain) content = [{ kind: 'style', style: 'emphasis', content }]
  if (isBold && !plain) content = [{ kind: 'style', style: 'strong', content }]
  return [...before, ...content, ...after]
}
