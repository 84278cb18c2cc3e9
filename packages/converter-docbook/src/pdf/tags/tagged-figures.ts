import type { PdfPage } from '../engine/pdf-document.ts'
import type { Picture } from '../layout/page-pieces.ts'
import type { PageTags } from './page-tags.ts'
import type { TagPlace } from './tag.ts'

/** The place of a picture in the tree, where it is part of a figure. */
export function placeOfPicture(mark: number | undefined, tags: PageTags): TagPlace | undefined {
  const leaf = mark === undefined ? undefined : tags.get(mark)
  return leaf && { tag: leaf.tag, piece: leaf.piece, part: 0 }
}

/** Figures that say what they show, and of which no picture can be kept: their words stand for them. */
export function missingFigures(page: PdfPage, pictures: readonly Picture[], tags: PageTags): Picture[] {
  const shown = new Set(pictures.flatMap(({ tagged }) => tagged?.tag.map(({ key }) => key) ?? []))
  const found: Picture[] = []
  for (const [mark, { tag, piece }] of tags) {
    const figure = tag.findLast(({ role }) => role === 'figure')
    if (figure?.alternative === undefined || shown.has(figure.key)) continue
    shown.add(figure.key)
    const { left, top } = page.markedAreas.get(mark) ?? { left: 0, top: 0 }
    found.push({ page: page.index, box: { left, top, right: left, bottom: top }, tagged: { tag, piece, part: 0 } })
  }
  return found
}
