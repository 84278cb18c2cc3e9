import type { Box } from '../engine/pdf-document.ts'
import type { Tag, TagPlace } from '../tags/tag.ts'

/** What a link leads to: an address, or an anchor of the book. */
export type LinkTarget = { readonly url: string } | { readonly anchor: string }

/** How a piece of text looks. */
export interface Look {
  readonly isBold: boolean
  readonly isItalic: boolean
  readonly isFixed: boolean
  readonly script?: 'subscript' | 'superscript' | undefined
  readonly link?: LinkTarget | undefined
}

/** A piece of a line with one look. */
export interface Span extends Look {
  readonly text: string
  /** The lines of the note whose mark this is. */
  readonly note?: readonly TextLine[] | undefined
}

/** Text on one baseline without a wide gap. */
export interface Segment {
  readonly box: Box
  readonly baseline: number
  /** Font size of most of its letters. */
  readonly size: number
  /** How many letters it has. */
  readonly letters: number
  /** How many of them are of fonts for formulas; none where it does not say. */
  readonly mathLetters?: number | undefined
  readonly isBold: boolean
  readonly isFixed: boolean
  /** Whether its page is written from right to left: once it is read, it is seen in a mirror. */
  readonly isBackward?: boolean | undefined
  /** Whether it holds the value of a field of a form. */
  readonly isField?: boolean | undefined
  readonly spans: readonly Span[]
  /** Where it stands in the structure tree, on pages whose tree covers the text. */
  readonly tagged?: TagPlace | undefined
  /** The nodes around a heading of the structure tree, on other pages. */
  readonly headed?: Tag | undefined
}

/** A line of text: the segments that stand on one baseline in one column. */
export interface TextLine extends Segment {
  readonly page: number
  /** Which of the page's pieces (column, head, foot) it stands in, counted from 0 in reading order. */
  readonly piece: number
  readonly segments: readonly Segment[]
}

/** The text of a line. */
export function lineText({ spans }: Pick<TextLine, 'spans'>): string {
  return spans.map(({ text }) => text).join('')
}

/** A line without its first letters. */
export function withoutStart(line: TextLine, count: number): TextLine {
  let left = count
  const spans = line.spans.flatMap((span) => {
    const text = span.text.slice(left)
    left = Math.max(0, left - span.text.length)
    return text === '' ? [] : [{ ...span, text }]
  })
  return { ...line, spans }
}

/** The smallest box around several. */
export function around(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const box of boxes) {
    left = Math.min(left, box.left)
    top = Math.min(top, box.top)
    right = Math.max(right, box.right)
    bottom = Math.max(bottom, box.bottom)
  }
  return { left, top, right, bottom }
}

/** Whether two spans can be one. */
export function looksSame(a: Look, b: Look): boolean {
  if (a === b) return true
  return (
    a.isBold === b.isBold &&
    a.isItalic === b.isItalic &&
    a.isFixed === b.isFixed &&
    a.script === b.script &&
    isSameTarget(a.link, b.link)
  )
}

/** Whether two links lead to the same place, or neither is one. */
export function isSameTarget(a: LinkTarget | undefined, b: LinkTarget | undefined): boolean {
  return targetOf(a) === targetOf(b)
}

function targetOf(link: LinkTarget | undefined): string | undefined {
  return link && ('url' in link ? `u${link.url}` : `a${link.anchor}`)
}

/** Joins neighbours that look the same; white space takes the look of what it follows. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (span.text === '') continue
    const isMark = last?.note !== undefined || span.note !== undefined
    if (last !== undefined && !isMark && (span.text.trim() === '' || looksSame(last, span)))
      merged[merged.length - 1] = { ...last, text: last.text + span.text }
    else merged.push(span)
  }
  return merged
}
