import { toRows } from './join-segments.ts'
import type { PageText } from './page-pieces.ts'
import { lineText, mergeSpans, type Segment } from './text-line.ts'

/** A book of whose letters as many have one width is set in them, as by a typewriter: they do not tell code from words. */
const TYPEWRITTEN = 0.9
/** Rows no further from each other than this, in font sizes, are one block. */
const BLOCK = 1.6
/** A block with as many signs among its letters is code, or drawn with letters. */
const SIGNS = /[=+*/\\|<>{}[\]_^~#$%&@`]/g
const CODE_SIGNS = 0.05

/** The pages with words that are words; of a book that is set in letters of one width only what is full of signs stays code. */
export function asTypewritten(pages: readonly PageText[]): readonly PageText[] {
  const segments = pages.flatMap((page) => page.segments)
  const fixed = segments.filter(({ isFixed }) => isFixed)
  if (lettersIn(fixed) < TYPEWRITTEN * lettersIn(segments)) return pages
  return pages.map((page) => {
    const words = new Set(toBlocks(page.segments).filter(isWords).flat())
    return { ...page, segments: page.segments.map((segment) => (words.has(segment) ? asWords(segment) : segment)) }
  })
}

function lettersIn(segments: readonly Segment[]): number {
  return segments.reduce((sum, { letters }) => sum + letters, 0)
}

function toBlocks(segments: readonly Segment[]): Segment[][] {
  const blocks: Segment[][] = []
  let last: Segment | undefined
  for (const row of toRows(segments)) {
    const [first] = row
    if (first === undefined) continue
    const isBelow = last !== undefined && first.baseline - last.baseline < BLOCK * first.size
    if (isBelow) blocks.at(-1)?.push(...row)
    else blocks.push([...row])
    last = first
  }
  return blocks
}

function isWords(block: readonly Segment[]): boolean {
  const text = block.map(lineText).join(' ')
  const signs = text.match(SIGNS)?.length ?? 0
  return signs < CODE_SIGNS * text.replace(/\s/g, '').length
}

/** A piece as if its letters were not those of code. */
export function asWords(segment: Segment): Segment {
  return { ...segment, isFixed: false, spans: mergeSpans(segment.spans.map((span) => ({ ...span, isFixed: false }))) }
}
