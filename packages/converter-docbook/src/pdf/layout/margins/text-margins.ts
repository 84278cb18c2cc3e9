import type { PageText } from '../page-pieces.ts'
import type { Segment } from '../text-line.ts'
import { usualSize } from '../usual-size.ts'

/** Lines with fewer letters say nothing about where the text ends. */
const LINE_LETTERS = 30
/** Letters of the text differ in size by less than this share. */
const SAME_SIZE = 0.06
/** This share of the lines may reach beyond the edges of the text. */
const BEYOND = 0.02
/** Fewer lines are no evidence. */
const LEAST_LINES = 20

/** Where the text of a page begins and ends. */
export interface TextArea {
  readonly left: number
  readonly right: number
  /** The size of the text. */
  readonly size: number
}

/** The text areas of even and of odd pages, as most lines of the book show them; an entry is missing where that is not clear. */
export function textAreas(pages: readonly PageText[]): Map<number, TextArea> {
  const size = usualSize(
    pages.flatMap(({ segments }) => segments),
    0.5,
  )
  const areas = new Map<number, TextArea>()
  for (const [side, own] of Map.groupBy(pages, ({ page }) => page % 2)) {
    const lines = own.flatMap(({ segments }) => segments.filter((segment) => isTextLine(segment, size)))
    const beyond = Math.floor(lines.length * BEYOND)
    const left = lines.map(({ box }) => box.left).sort((a, b) => a - b)[beyond]
    const right = lines.map(({ box }) => box.right).sort((a, b) => b - a)[beyond]
    if (left !== undefined && right !== undefined && lines.length >= LEAST_LINES) areas.set(side, { left, right, size })
  }
  return areas
}

/** Whether a piece is most of a line of the text. */
export function isTextLine({ letters, size }: Segment, usual: number): boolean {
  return letters >= LINE_LETTERS && Math.abs(size - usual) <= usual * SAME_SIZE
}
