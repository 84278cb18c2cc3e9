import type { Place } from '../engine/pdf-document.ts'
import type { TextLine } from '../layout/text-line.ts'

/** Names the places that links lead to, and finds the lines that stand there. */
export class LinkPlaces {
  readonly #places = new Map<string, Place>()

  /** The anchor of a place. */
  anchorOf(place: Place): string {
    const anchor = place.top === undefined ? `page-${place.page}` : `page-${place.page}-${Math.round(place.top)}`
    this.#places.set(anchor, place)
    return anchor
  }

  /** The anchors of each line that a link leads to. */
  byLine(lines: readonly TextLine[]): Map<TextLine, string[]> {
    const found = new Map<TextLine, string[]>()
    const pages = Map.groupBy(lines, ({ page }) => page)
    const last = lines.at(-1)?.page ?? -1
    for (const [anchor, place] of this.#places) {
      let page = place.page
      while (page < last && !pages.has(page)) page++
      const line = nearest(pages.get(page) ?? [], page === place.page ? place.top : undefined)
      if (line !== undefined) found.set(line, [...(found.get(line) ?? []), anchor])
    }
    return found
  }
}

/** The line at a height; programs point at its top edge or a little above. */
function nearest(lines: readonly TextLine[], top = 0): TextLine | undefined {
  const distance = ({ box }: TextLine) => (box.top >= top - 2 ? box.top - top : 3 * (top - box.top))
  return lines.reduce<TextLine | undefined>(
    (best, line) => (best === undefined || distance(line) < distance(best) ? line : best),
    undefined,
  )
}
