import { taggedFlow } from '../tags/tagged-flow.ts'
import { type FlowItem, type PageText, type Picture, pageFlow } from './page-pieces.ts'
import { RunningHeads } from './running-heads.ts'

/** A picture at the same place of more pages than this, or this small (in points) and as often, is an ornament. */
const MOST_REPEATED = 3
const ICON = 48
/** Points by which the place of a repeated picture may differ. */
const SAME_PLACE = 8

/** Lines and pictures of all pages in reading order, without what belongs to the pages. */
export function readFlow(pages: readonly PageText[]): FlowItem[] {
  const heads = new RunningHeads()
  for (const { page, segments } of pages) heads.learn(page, segments)
  const furniture = heads.find()
  const ornaments = repeatedPictures(pages)
  return pages.flatMap((page) => {
    const segments = page.segments.filter((segment) => !furniture.has(segment))
    const pictures = page.pictures.filter((picture) => !ornaments.has(picture))
    const flow = pageFlow({ ...page, segments, pictures })
    return segments.some(({ tagged }) => tagged !== undefined) ? taggedFlow(flow, page.page) : flow
  })
}

/** Logos, backgrounds, icons on pages of text: the first of each is kept, the others are given. */
function repeatedPictures(pages: readonly PageText[]): Set<Picture> {
  const groups = Map.groupBy(
    pages.flatMap(({ pictures, segments }) => (segments.length === 0 ? [] : pictures.filter(({ media }) => media))),
    ({ media, box }) => {
      const isIcon = Math.max(box.right - box.left, box.bottom - box.top) < ICON
      const place = [box.left, box.top].map((value) => Math.round(value / SAME_PLACE)).join(',')
      return isIcon ? (media ?? '') : `${media} ${place}`
    },
  )
  return new Set([...groups.values()].flatMap((group) => (group.length > MOST_REPEATED ? group.slice(1) : [])))
}
