import type { Box, Place } from '../engine/pdf-document.ts'
import type { FlowItem, Picture } from '../layout/page-pieces.ts'
import type { PageTable } from '../layout/tables/page-table.ts'
import { around, type TextLine } from '../layout/text-line.ts'

/** Text may begin this many points further in than the place. */
const NEAR = 24

/** What a link can lead to. */
export type LinkGoal = TextLine | PageTable | Picture

/** Where something stands; a table over several pages stands on each. */
interface Spot {
  readonly goal: LinkGoal
  readonly page: number
  readonly box: Box
  /** The piece of the page that a line stands in. */
  readonly piece?: number
}

/** Names the places that links lead to, and finds what stands there. */
export class LinkPlaces {
  readonly #places = new Map<string, Place>()

  /** The anchor of a place. */
  anchorOf(place: Place): string {
    const point = [place.top, place.left].flatMap((one) => (one === undefined ? [] : [Math.round(one)]))
    const anchor = ['page', place.page, ...point].join('-')
    this.#places.set(anchor, place)
    return anchor
  }

  /** The anchors of everything that a link leads to. */
  byGoal(flow: readonly FlowItem[]): Map<LinkGoal, string[]> {
    const found = new Map<LinkGoal, string[]>()
    const spots = flow.flatMap(spotsOf)
    const pages = Map.groupBy(spots, ({ page }) => page)
    const last = spots.at(-1)?.page ?? -1
    for (const [anchor, place] of this.#places) {
      let page = place.page
      while (page < last && !pages.has(page)) page++
      const own = pages.get(page) ?? []
      const goal = page === place.page ? nearest(inColumn(own, place), place.top) : nearest(own)
      if (goal !== undefined) found.set(goal, [...(found.get(goal) ?? []), anchor])
    }
    return found
  }
}

/** Pictures of a structure tree stand where the tree says. */
function spotsOf(item: FlowItem): Spot[] {
  if ('line' in item) return [{ goal: item.line, page: item.line.page, box: item.line.box, piece: item.line.piece }]
  if ('picture' in item) {
    const { page, box, tagged } = item.picture
    return tagged === undefined ? [{ goal: item.picture, page, box }] : []
  }
  if ('note' in item) return []
  const pages = Map.groupBy(item.table.lines, ({ page }) => page)
  return [...pages].map(([page, lines]) => ({ goal: item.table, page, box: around(lines.map(({ box }) => box)) }))
}

/** What does not stand beside the piece of text that the place is in, or right above. */
function inColumn(spots: readonly Spot[], { left, top = 0 }: Place): readonly Spot[] {
  if (left === undefined || left <= 0) return spots
  const lines = spots.filter(({ piece }) => piece !== undefined)
  if (spots.some(({ goal }) => 'isBackward' in goal && goal.isBackward)) return spots // seen in a mirror
  const pieces = [...Map.groupBy(lines, ({ piece }) => piece).values()].map((own) => around(own.map(({ box }) => box)))
  const below = pieces.filter((piece) => piece.left <= left + NEAR && piece.right > left && piece.bottom > top)
  const [column] = below.sort((a, b) => a.top - b.top)
  const own = spots.filter(({ box }) => box.right > left && (column === undefined || box.left < column.right))
  return own.length > 0 ? own : spots
}

/** What stands at a height; programs point at its top edge or a little above. */
function nearest(spots: readonly Spot[], top = 0): LinkGoal | undefined {
  const distance = ({ box }: Spot) => (box.top >= top - 2 ? box.top - top : 3 * (top - box.top))
  return spots.reduce<Spot | undefined>(
    (best, spot) => (best === undefined || distance(spot) < distance(best) ? spot : best),
    undefined,
  )?.goal
}
