import type { ConvertWarning } from '@rittdoc-batch/core'
import type { Box, Glyph, PdfPage } from '../engine/pdf-document.ts'
import { toRows } from '../layout/join-segments.ts'
import type { Picture } from '../layout/page-pieces.ts'
import { around, lineText, type Segment } from '../layout/text-line.ts'
import { directionOf } from '../layout/upright.ts'
import { type PageSegments, pageSegments } from '../page-segments.ts'
import type { PictureStore } from '../picture-store.ts'
import { coveredShare, isMiddleIn } from './boxes.ts'
import { DrawingLimits } from './drawing-limits.ts'
import { type FoundDrawing, findDrawings } from './find-drawings.ts'

/** Drawings are drawn with this many pixels an inch. */
const DRAWN_DPI = 150
/** Points around a drawing, for the thickness of its lines. */
const MARGIN = 2
/** A picture that fills this share of a page is the page: what is drawn on it belongs to it. */
const WHOLE_PAGE = 0.5
/** A picture of which as much lies in a drawing is part of it. */
const PART = 0.5
/** So many pages are named in the warning. */
const MOST_NAMED = 20

/** What a page holds. */
interface PageParts {
  readonly text: PageSegments
  readonly pictures: readonly Picture[]
}

/** Makes figures of what is drawn on the pages of a book and is no picture, table or frame. */
export class Drawings {
  readonly #store: PictureStore
  readonly #limits = new DrawingLimits()
  readonly #lost = new Map<number, number>()
  #kept = 0

  constructor(store: PictureStore) {
    this.#store = store
  }

  /** How many drawings became figures, and how many did not. */
  get counts(): { readonly kept: number; readonly dropped: number } {
    return { kept: this.#kept, dropped: [...this.#lost.values()].reduce((sum, count) => sum + count, 0) }
  }

  /** The page with its drawings as pictures; the words in them are no longer text of the page but stand for the picture. */
  async read(page: PdfPage, { text, pictures }: PageParts): Promise<PageParts> {
    const unchanged = { text, pictures }
    const isPicture = page.images.some(
      ({ box }) => coveredShare({ left: 0, top: 0, right: page.width, bottom: page.height }, box) > WHOLE_PAGE,
    )
    if (text.segments.length === 0 || text.tags.size > 0 || isPicture) return unchanged
    const sides = page.glyphs.filter(({ angle }) => directionOf(angle) !== 0)
    if (sides.length > page.glyphs.length / 2) return unchanged
    const { drawings, doubtful } = findDrawings(page, text.segments, sides.map(sideBox))
    const taken = drawings.slice(0, this.#limits.take(drawings.length, page.shapes.length + page.rules.length))
    this.#kept += taken.length
    this.#lose(page, doubtful + drawings.length - taken.length)
    if (taken.length === 0) return unchanged
    const drawn: Picture[] = []
    const left = new Set(pictures)
    for (const drawing of taken) {
      const inside = pictures.filter((picture) => left.has(picture) && coveredShare(picture.box, drawing.area) > PART)
      for (const picture of inside) left.delete(picture)
      const words = wordsOf(
        drawing,
        sides.filter((glyph) => isMiddleIn(sideBox(glyph), drawing.area)),
      )
      drawn.push(await this.#draw(page, { drawing, inside, words }))
    }
    return { text: withoutLabels(page, text, taken), pictures: [...left, ...drawn] }
  }

  /** Tells of the drawings that are no figures. */
  warning(): ConvertWarning | undefined {
    const { dropped } = this.counts
    if (dropped === 0) return undefined
    const pages = [...this.#lost.keys()].map((page) => page + 1)
    const named = pages.slice(0, MOST_NAMED).join(', ')
    const others = pages.length > MOST_NAMED ? ` and ${pages.length - MOST_NAMED} more` : ''
    const message = `What may be ${dropped === 1 ? 'a drawing' : `${dropped} drawings`} did not become a figure; words in it stay text: page ${named}${others}`
    return { code: 'lost_drawing', message, place: `page ${pages[0] ?? 1}` }
  }

  async #draw(
    page: PdfPage,
    { drawing, inside, words }: { drawing: FoundDrawing; inside: readonly Picture[]; words: string },
  ): Promise<Picture> {
    const { left, top, right, bottom } = around([drawing.area, ...inside.map(({ box }) => box)])
    const box = {
      left: Math.max(0, left - MARGIN),
      top: Math.max(0, top - MARGIN),
      right: Math.min(page.width, right + MARGIN),
      bottom: Math.min(page.height, bottom + MARGIN),
    }
    const media = await this.#store.keepFile(page.render(DRAWN_DPI, box), page.index)
    const parts = inside.flatMap((picture) => picture.media ?? [])
    return { page: page.index, box, media, ...(words !== '' && { words }), ...(parts.length > 0 && { parts }) }
  }

  #lose({ index }: PdfPage, count: number): void {
    if (count > 0) this.#lost.set(index, count)
  }
}

/** What is written in a drawing, line by line; what stands on its side comes last. */
function wordsOf({ labels }: FoundDrawing, sides: readonly Glyph[]): string {
  const turned = pageSegments(sides, new Map(), [])
  const groups = [labels, turned.segments, ...turned.turned]
  return groups
    .flatMap((group) => toRows(group).flat().map(lineText))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function withoutLabels(page: PdfPage, text: PageSegments, drawings: readonly FoundDrawing[]): PageSegments {
  const labels = new Set<Segment>(drawings.flatMap((drawing) => drawing.labels))
  const isInDrawing = (glyph: Glyph) => drawings.some(({ area }) => isMiddleIn(sideBox(glyph), area))
  const sides = page.glyphs.filter((glyph) => directionOf(glyph.angle) !== 0 && !isInDrawing(glyph))
  const { segments, turned } = pageSegments(sides, new Map(), [])
  return {
    segments: text.segments.filter((segment) => !labels.has(segment)),
    turned: [segments, ...turned].filter((group) => group.length > 0),
    tags: text.tags,
  }
}

/** About where a letter that is turned stands. */
function sideBox({ x, y, advance, size, angle }: Glyph): Box {
  const radians = (angle * Math.PI) / 180
  const [endX, endY] = [x + advance * Math.cos(radians), y + advance * Math.sin(radians)]
  const [topX, topY] = [x + size * Math.sin(radians), y - size * Math.cos(radians)]
  return {
    left: Math.min(x, endX, topX),
    top: Math.min(y, endY, topY),
    right: Math.max(x, endX, topX),
    bottom: Math.max(y, endY, topY),
  }
}
