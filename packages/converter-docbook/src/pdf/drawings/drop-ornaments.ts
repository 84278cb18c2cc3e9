import type { PageText, Picture } from '../layout/page-pieces.ts'

/** Drawings that end in this share of a page, from its top or its foot, may belong to the pages. */
const EDGE = 0.16
/** On more pages than this a drawing at the same place belongs to them. */
const MOST_REPEATED = 3
/** Points by which its middle may differ. */
const SAME_PLACE = 12

/** The pages without the drawings that belong to them and not to the text; the words in these are text again. */
export function dropOrnaments(pages: readonly PageText[]): PageText[] {
  const atEdges = pages.flatMap((page) => page.pictures.filter((picture) => isAtEdge(picture, page)))
  const places = Map.groupBy(atEdges, ({ box }) => `${place(box.left + box.right)} ${place(box.top + box.bottom)}`)
  const ornaments = new Set([...places.values()].filter((group) => group.length > MOST_REPEATED).flat())
  if (ornaments.size === 0) return [...pages]
  return pages.map((page) => withoutPictures(page, ornaments))
}

function isAtEdge({ box, drawn }: Picture, { height }: PageText): boolean {
  return (
    drawn !== undefined && drawn.isFormula !== true && (box.bottom < EDGE * height || box.top > (1 - EDGE) * height)
  )
}

function place(doubled: number): number {
  return Math.round(doubled / 2 / SAME_PLACE)
}

function withoutPictures(page: PageText, ornaments: ReadonlySet<Picture>): PageText {
  const gone = page.pictures.filter((picture) => ornaments.has(picture)).flatMap(({ drawn }) => drawn ?? [])
  if (gone.length === 0) return page
  return {
    ...page,
    pictures: page.pictures.filter((picture) => !ornaments.has(picture)),
    segments: [...page.segments, ...gone.flatMap(({ labels }) => labels)],
    turned: [...page.turned, ...gone.flatMap(({ turned }) => turned)],
  }
}
