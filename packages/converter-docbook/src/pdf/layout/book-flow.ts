import { taggedFlow } from '../tags/tagged-flow.ts'
import { areInCode, marginNotes } from './margins/margin-notes.ts'
import { placeNotes } from './margins/place-notes.ts'
import { type TextArea, textAreas } from './margins/text-margins.ts'
import { marksOfPages } from './marks-of-pages.ts'
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
  const marks = marksOfPages(pages)
  const ornaments = repeatedPictures(pages)
  const own = pages.map((page) => ({
    ...page,
    segments: page.segments.filter((segment) => !furniture.has(segment)),
    turned: page.turned.map((group) => group.filter((segment) => !marks.has(segment))),
    pictures: page.pictures.filter((picture) => !ornaments.has(picture)),
  }))
  const areas = textAreas(own)
  const inCode = areInCode(own, areas)
  return own.flatMap((page) => {
    const isTagged = page.segments.some(({ tagged }) => tagged !== undefined)
    return isTagged ? taggedFlow(pageFlow(page), page.page) : flowWithNotes(page, areas.get(page.page % 2), inCode)
  })
}

/** What stands in the margins goes after what it stands beside. */
function flowWithNotes(page: PageText, area: TextArea | undefined, inCode: boolean): FlowItem[] {
  const notes = area === undefined ? [] : marginNotes(page, area, inCode)
  if (notes.length === 0) return pageFlow(page)
  const inNotes = new Set(notes.flatMap(({ lines }) => lines.flatMap(({ segments }) => segments)))
  const segments = page.segments.filter((segment) => !inNotes.has(segment))
  return placeNotes(pageFlow({ ...page, segments }), notes)
}

/** Logos, backgrounds, icons on pages of text, not formulas: the first of each is kept, the others are given. */
function repeatedPictures(pages: readonly PageText[]): Set<Picture> {
  const groups = Map.groupBy(
    pages.flatMap(({ pictures, segments }) => (segments.length === 0 ? [] : pictures.filter(mayRepeat))),
    ({ media, box }) => {
      const isIcon = Math.max(box.right - box.left, box.bottom - box.top) < ICON
      const place = [box.left, box.top].map((value) => Math.round(value / SAME_PLACE)).join(',')
      return isIcon ? (media ?? '') : `${media} ${place}`
    },
  )
  return new Set([...groups.values()].flatMap((group) => (group.length > MOST_REPEATED ? group.slice(1) : [])))
}

function mayRepeat({ media, drawn }: Picture): boolean {
  return media !== undefined && drawn?.isFormula !== true
}
