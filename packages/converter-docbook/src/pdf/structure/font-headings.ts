import type { TextBlock } from '../layout/build-paragraphs.ts'
import type { TextLine } from '../layout/text-line.ts'
import type { Heading, Headings } from './heading.ts'
import {
  type Candidate,
  isHeadingLike,
  joinNumbers,
  sectionNumber,
  styleRank,
  toCandidate,
} from './heading-candidate.ts'
import { linesInText } from './lines-in-text.ts'

/** Text this much larger than the body is a heading. */
const LARGER = 1.08
/** A size that this share of the text has is not one of headings. */
const MOST_SHARE = 0.2
/** More headings than this in a row, without text between, are something else. */
const MOST_IN_A_ROW = 5
/** The same words so often, in the size of the text, are a label (Note, Example), not a heading. */
const MOST_REPEATED = 4

/**
 * Headings by their looks, for documents without an outline. The size that most letters have is that of the text. A heading
 * is a short block of its own in a larger size; or in that size, when it is bold, or numbered or one of the usual titles of
 * a paper in capitals or italics. Each size is a level, the largest the first; below them come bold, capitals and italics.
 * Where titles have numbers of the kind `2.1`, these decide how deep they are.
 */
export function fontHeadings(blocks: readonly TextBlock[]): Headings {
  const sizes = lettersBySize(blocks)
  const total = [...sizes.values()].reduce((sum, n) => sum + n, 0)
  const body = [...sizes].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0]
  const isTier = (size: number) => size >= body * LARGER && (sizes.get(size) ?? 0) <= total * MOST_SHARE
  const isHeading = (candidate: Candidate) =>
    isTier(candidate.size) || (candidate.size >= body * 0.95 && styleRank(candidate) !== undefined)
  const inText = linesInText(blocks, { body, isTier })
  const rows = toRows(blocks, isHeading)
    .filter((row) => row.length <= MOST_IN_A_ROW)
    .map((row) => row.filter(({ lines }) => !inText.has(lines)))
  const headings = withoutLabels(rows.flatMap(joinNumbers), isTier, pageCount(blocks))
  const depths = depthsByNumber(headings, depthsByLook(headings, isTier))
  const found = new Map<TextLine, Heading[]>()
  for (const heading of headings) {
    const [first] = heading.lines
    if (first !== undefined) found.set(first, [{ depth: depths(heading), lines: heading.lines }])
  }
  return found
}

function lettersBySize(blocks: readonly TextBlock[]): Map<number, number> {
  const sizes = new Map<number, number>()
  for (const { lines } of blocks) {
    for (const line of lines.filter(({ isField }) => !isField)) {
      const { size } = toCandidate([line])
      sizes.set(size, (sizes.get(size) ?? 0) + line.letters)
    }
  }
  return sizes
}

function pageCount(blocks: readonly TextBlock[]): number {
  return new Set(blocks.flatMap(({ lines }) => lines.map(({ page }) => page))).size
}

/** Headings that follow each other without text between. */
function toRows(blocks: readonly TextBlock[], isHeading: (candidate: Candidate) => boolean): Candidate[][] {
  const rows: Candidate[][] = [[]]
  for (const { lines } of blocks) {
    const candidate = toCandidate(lines)
    if (isHeadingLike(candidate) && isHeading(candidate)) rows.at(-1)?.push(candidate)
    else rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}

function withoutLabels(headings: readonly Candidate[], isTier: (size: number) => boolean, pages: number): Candidate[] {
  const byText = Map.groupBy(headings, ({ text }) => text)
  return headings.filter(({ text, size }) => {
    const count = byText.get(text)?.length ?? 0
    return count < MOST_REPEATED || (isTier(size) && count < pages * 0.3)
  })
}

type Depths = (candidate: Candidate) => number

function depthsByLook(headings: readonly Candidate[], isTier: (size: number) => boolean): Depths {
  const tiers = [...new Set(headings.map(({ size }) => size).filter(isTier))].sort((a, b) => b - a)
  const ranks = [...new Set(headings.flatMap((one) => (isTier(one.size) ? [] : [styleRank(one) ?? 0])))].sort()
  return (candidate) => {
    const tier = tiers.indexOf(candidate.size)
    return tier === -1 ? tiers.length + 1 + Math.max(0, ranks.indexOf(styleRank(candidate) ?? 0)) : tier + 1
  }
}

/** Where many titles are numbered, the number says how deep a title is. */
function depthsByNumber(headings: readonly Candidate[], depthOf: Depths): Depths {
  const numbered = headings.filter(({ text }) => sectionNumber(text) !== undefined)
  const first = Math.min(...numbered.filter(({ text }) => sectionNumber(text)?.length === 1).map(depthOf))
  if (numbered.length < Math.max(3, headings.length * 0.4) || !Number.isFinite(first)) return depthOf
  return (candidate) => {
    const number = sectionNumber(candidate.text)
    return number === undefined ? depthOf(candidate) : first + number.length - 1
  }
}
