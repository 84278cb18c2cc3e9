import { grown, onPage } from '../drawings/boxes.ts'
import { boxAround } from '../engine/page-frame.ts'
import type { Box, Glyph, PdfPage } from '../engine/pdf-document.ts'
import type { Picture } from '../layout/page-pieces.ts'
import type { PictureStore } from '../picture-store.ts'
import type { PageTags } from './page-tags.ts'
import type { TagNode, TagPlace } from './tag.ts'

/** Figures are drawn with this many pixels an inch. */
const DRAWN_DPI = 150
/** Drawings of less than this many points on a side are ornaments. */
const LEAST_SIDE = 16
/** Points around a drawing, for the thickness of its lines. */
const MARGIN = 2

/** A figure of the tree on a page. */
interface DrawnFigure {
  readonly node: TagNode
  readonly place: TagPlace
  readonly marks: number[]
}

/**
 * Figures of the tree that are no picture but lines and areas: what is drawn becomes a picture. Where nothing of a size is drawn, the
 * words that say what the figure shows stand for it.
 */
export async function drawnFigures(
  page: PdfPage,
  { pictures, tags, store }: { pictures: readonly Picture[]; tags: PageTags; store: PictureStore },
): Promise<Picture[]> {
  const shown = new Set(pictures.flatMap(({ tagged }) => tagged?.tag.map(({ key }) => key) ?? []))
  const drawn: Picture[] = []
  for (const { node, place, marks } of figuresOf(tags)) {
    if (shown.has(node.key)) continue
    const area = drawnArea(page, marks)
    const isLarge = area !== undefined && Math.min(area.right - area.left, area.bottom - area.top) >= LEAST_SIDE
    if (isLarge) {
      const media = await store.keepFile(page.render(DRAWN_DPI, area), page.index)
      drawn.push({ page: page.index, box: area, media, tagged: place })
    } else if (node.alternative !== undefined) {
      const { left, top } = area ?? { left: 0, top: 0 }
      drawn.push({ page: page.index, box: { left, top, right: left, bottom: top }, tagged: place })
    }
  }
  return drawn
}

/** Whether tags of a page say that something is a figure. */
export function namesFigures(tags: PageTags): boolean {
  return [...tags.values()].some(({ tag }) => tag.some(({ role }) => role === 'figure'))
}

/** The figures of a page with the marks of their content, without that of their captions. */
function figuresOf(tags: PageTags): Iterable<DrawnFigure> {
  const figures = new Map<string, DrawnFigure>()
  for (const [mark, { tag, piece }] of tags) {
    const node = tag.findLast(({ role }) => role === 'figure')
    if (node === undefined || tag.at(-1)?.role === 'caption') continue
    const figure = figures.get(node.key) ?? { node, place: { tag, piece, part: 0 }, marks: [] }
    figure.marks.push(mark)
    figures.set(node.key, figure)
  }
  return figures.values()
}

/** What the lines and areas of a figure cover, with its letters, on the page; undefined where it has letters only. */
function drawnArea(page: PdfPage, marks: readonly number[]): Box | undefined {
  const shapes = marks.flatMap((mark) => page.markedAreas.get(mark) ?? [])
  if (shapes.length === 0) return undefined
  const own = new Set(marks)
  const letters = page.glyphs.filter(({ mark }) => mark !== undefined && own.has(mark)).map(glyphBox)
  const corners = [...shapes, ...letters].flatMap((box) => [
    [box.left, box.top] as const,
    [box.right, box.bottom] as const,
  ])
  return onPage(grown(boxAround(corners), MARGIN), page)
}

function glyphBox({ x, y, advance, size }: Glyph): Box {
  return { left: x, top: y - size, right: x + advance, bottom: y + size * 0.25 }
}
