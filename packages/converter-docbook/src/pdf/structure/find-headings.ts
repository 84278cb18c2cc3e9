import type { OutlineEntry } from '../engine/pdf-document.ts'
import type { TextBlock } from '../layout/build-paragraphs.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'

/** A heading among the lines of the book. */
export interface Heading {
  /** From 1. */
  readonly depth: number
  readonly lines: readonly TextLine[]
  /** Text of the outline entry, for a heading that stands nowhere on the page. */
  readonly title?: string | undefined
}

/** Lines of which a title may consist. */
const MOST_LINES = 4

/** Headings by the line that they begin with; entries whose title stands nowhere go to the first line at their place. */
export function headingsFromOutline(
  outline: readonly OutlineEntry[],
  lines: readonly TextLine[],
): Map<TextLine, Heading[]> {
  const found = new Map<TextLine, Heading[]>()
  const taken = new Set<TextLine>()
  const byPage = Map.groupBy(lines, ({ page }) => page)
  for (const { title, depth, place } of outline) {
    if (place === undefined || title.trim() === '') continue
    const page = byPage.get(place.page) ?? []
    const top = place.top ?? 0
    const match = nearest(matches(title, page, taken), top)
    const at = match?.[0] ?? firstBelow(lines, place.page, top)
    if (at === undefined) continue
    for (const line of match ?? []) taken.add(line)
    found.set(at, [
      ...(found.get(at) ?? []),
      { depth, lines: match ?? [], title: match === undefined ? title : undefined },
    ])
  }
  return found
}

/** Runs of lines whose text is the title, with or without its number. */
function matches(title: string, page: readonly TextLine[], taken: ReadonlySet<TextLine>): TextLine[][] {
  const wanted = form(title)
  return page.flatMap((_, i) => {
    for (let n = 1; n <= MOST_LINES && i + n <= page.length; n++) {
      const lines = page.slice(i, i + n)
      if (lines.some((line) => taken.has(line))) return []
      const text = form(lines.map(lineText).join(' '))
      if (text === wanted || withoutNumber(text) === withoutNumber(wanted)) return [lines]
      if (!wanted.startsWith(text) && !withoutNumber(wanted).startsWith(withoutNumber(text))) return []
    }
    return []
  })
}

function nearest(candidates: readonly TextLine[][], top: number): TextLine[] | undefined {
  const distance = ([first]: readonly TextLine[]) => Math.abs((first?.box.top ?? 0) - top)
  return candidates.toSorted((a, b) => distance(a) - distance(b))[0]
}

function firstBelow(lines: readonly TextLine[], page: number, top: number): TextLine | undefined {
  return lines.find((line) => line.page > page || (line.page === page && line.box.bottom > top))
}

function form(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function withoutNumber(text: string): string {
  return text.replace(/^((chapter|part|section|appendix) )?(([\divxlc]+|[a-z]) )+/, '') || text
}

/** Text this much larger than the body is a heading. */
const LARGER = 1.12
/** Longer texts are no headings. */
const MOST_LETTERS = 160
/** A size that this share of the text has is not one of headings. */
const MOST_SHARE = 0.2
const DEEPEST = 4

/**
 * Headings by their looks, for documents without an outline: short blocks in a size larger than that of most of the text;
 * each size is a level, the largest the first. Bold blocks in the size of the text are one level below.
 */
export function headingsFromFonts(blocks: readonly TextBlock[]): Map<TextLine, Heading[]> {
  const letters = new Map<number, number>()
  for (const { lines } of blocks)
    for (const line of lines)
      letters.set(round(line.size), (letters.get(round(line.size)) ?? 0) + lineText(line).length)
  const total = [...letters.values()].reduce((sum, n) => sum + n, 0)
  const body = [...letters].reduce<readonly [number, number]>(
    (most, entry) => (entry[1] > most[1] ? entry : most),
    [0, 0],
  )[0]
  const isTier = (size: number) => size >= body * LARGER && (letters.get(size) ?? 0) <= total * MOST_SHARE
  const candidates = blocks.filter(isHeadingLike)
  const sizes = [...new Set(candidates.map(sizeOf).filter(isTier))].sort((a, b) => b - a).slice(0, DEEPEST)
  const found = new Map<TextLine, Heading[]>()
  for (const block of candidates) {
    const [first] = block.lines
    const level = sizes.indexOf(sizeOf(block))
    const isBold = block.lines.every((line) => line.isBold) && sizeOf(block) >= body * 0.95
    if (first === undefined || (level === -1 && !isBold)) continue
    found.set(first, [{ depth: level === -1 ? sizes.length + 1 : level + 1, lines: block.lines }])
  }
  return found
}

function isHeadingLike({ lines }: TextBlock): boolean {
  const text = lines.map(lineText).join(' ').trim()
  return lines.length <= MOST_LINES && text.length <= MOST_LETTERS && /\p{L}/u.test(text) && !/[.,;:]$/.test(text)
}

function sizeOf({ lines }: TextBlock): number {
  return round(Math.max(...lines.map(({ size }) => size)))
}

function round(size: number): number {
  return Math.round(size * 2) / 2
}
