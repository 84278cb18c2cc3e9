import type { PageText } from './page-pieces.ts'
import { recurring } from './recurring.ts'
import { lineText, type Segment } from './text-line.ts'

/** Text that stands on its side or slantwise alike on so many pages, and on this share of them, belongs to the pages. */
const LEAST_PAGES = 3
const SHARE = 0.3
/** Points by which the place may differ. */
const SAME_PLACE = 8

/** Finds watermarks and what printers leave at the sides of pages: turned text that comes again at the same place. */
export function marksOfPages(pages: readonly PageText[]): Set<Segment> {
  const turned = pages.flatMap((page) => page.turned.flat())
  const alike = (segment: Segment) => `${placeOf(segment)} ${lineText(segment).replace(/\d+/g, '#')}`
  return new Set(recurring(turned, alike, Math.max(LEAST_PAGES, pages.length * SHARE)))
}

function placeOf({ box, baseline }: Segment): string {
  return [box.left, baseline].map((value) => Math.round(value / SAME_PLACE)).join(',')
}
