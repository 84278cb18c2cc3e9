import type { ConvertWarning } from '@rittdoc-batch/core'
import type { Glyph, PdfPage } from '../engine/pdf-document.ts'
import type { Picture } from '../layout/page-pieces.ts'
import { around } from '../layout/text-line.ts'
import type { PageSegments } from '../page-segments.ts'
import type { PictureStore } from '../picture-store.ts'
import { namesFigures } from '../tags/drawn-figures.ts'
import { coveredShare, grown, isMiddleIn, onPage } from './boxes.ts'
import { DrawingLimits } from './drawing-limits.ts'
import { type FoundDrawing, findDrawings } from './find-drawings.ts'
import { renderArea } from './render-area.ts'
import { turnedBox, turnedLetters, turnedText } from './turned-letters.ts'

/** Drawings are drawn with this many pixels an inch. */
const DRAWN_DPI = 150
/** Points around a drawing, for the thickness of its lines. */
const MARGIN = 2
/** A picture that fills this share of a page is the page: what is drawn on it belongs to it. */
const WHOLE_PAGE = 0.5
/** Where more of the letters of a page are turned, the page is. */
const MOST_TURNED = 0.5
/** A picture of which as much lies in a drawing is part of it. */
const PART = 0.5
/** So many pages are named in the warning. */
const MOST_NAMED = 20

/** What is kept of a page. */
interface PageParts {
  readonly text: PageSegments
  readonly pictures: readonly Picture[]
}

/** Makes figures of what is drawn on the pages of a book and is no picture, table or frame. */
export class Drawings {
  readonly #store: PictureStore
  readonly #limits = new DrawingLimits()
  readonly #lost = new Map<number, number>()

  constructor(store: PictureStore) {
    this.#store = store
  }

  /** How many drawings did not become figures. */
  get dropped(): number {
    return [...this.#lost.values()].reduce((sum, count) => sum + count, 0)
  }

  /** The page with its drawings as pictures; the words in them are text of these pictures and no longer of the page. */
  async read(page: PdfPage, parts: PageParts): Promise<PageParts> {
    if (page.shapes.length + page.rules.length === 0) return parts
    const sides = turnedLetters(page.glyphs)
    if (isBestAsItIs(page, parts.text, sides)) return parts
    const { drawings, doubtful } = findDrawings(page, parts.text.segments, {
      turned: sides.map(turnedBox),
      isTagged: parts.text.tags.size > 0,
    })
    const most = this.#limits.take(drawings.length, page.shapes.length + page.rules.length)
    const pictures: Picture[] = []
    for (const drawing of drawings.slice(0, most)) {
      const picture = await this.#draw(page, { drawing, pictures: parts.pictures, sides })
      if (picture !== undefined) pictures.push(picture)
    }
    const lost = doubtful + drawings.length - pictures.length
    if (lost > 0) this.#lost.set(page.index, lost)
    return pictures.length === 0 ? parts : withDrawings(parts, pictures, sides)
  }

  /** Tells of the drawings that are no figures; undefined where there are none. */
  warning(): ConvertWarning | undefined {
    const pages = [...this.#lost.keys()].map((page) => page + 1)
    const [first] = pages
    if (first === undefined) return undefined
    const what = this.dropped === 1 ? 'What may be a drawing' : `What may be ${this.dropped} drawings`
    const others = pages.length > MOST_NAMED ? ` and ${pages.length - MOST_NAMED} more` : ''
    const named = `${pages.length === 1 ? 'page' : 'pages'} ${pages.slice(0, MOST_NAMED).join(', ')}${others}`
    return {
      code: 'lost_drawing',
      message: `${what} did not become a figure; the words in it stay text (${named})`,
      place: `page ${first}`,
    }
  }

  async #draw(
    page: PdfPage,
    source: { drawing: FoundDrawing; pictures: readonly Picture[]; sides: readonly Glyph[] },
  ): Promise<Picture | undefined> {
    const { area, labels } = source.drawing
    const inside = source.pictures.filter((picture) => coveredShare(picture.box, area) > PART)
    const box = onPage(grown(around([area, ...inside.map((picture) => picture.box)]), MARGIN), page)
    const image = renderArea(page, DRAWN_DPI, box)
    if (image === undefined) return undefined
    const media = await this.#store.keepFile(image, page.index)
    const turned = turnedText(source.sides.filter((glyph) => isMiddleIn(turnedBox(glyph), box)))
    const parts = inside.flatMap((picture) => picture.media ?? [])
    return { page: page.index, box, media, drawn: { labels, turned, parts } }
  }
}

/** Where tags say what the figures of the page are, and pages that stand on their side or are one picture. */
function isBestAsItIs(page: PdfPage, text: PageSegments, sides: readonly Glyph[]): boolean {
  if (text.segments.length === 0 || namesFigures(text.tags)) return true
  if (sides.length > page.glyphs.length * MOST_TURNED) return true
  const whole = { left: 0, top: 0, right: page.width, bottom: page.height }
  return page.images.some(({ box }) => coveredShare(whole, box) > WHOLE_PAGE)
}

function withDrawings({ text, pictures }: PageParts, drawings: readonly Picture[], sides: readonly Glyph[]): PageParts {
  const labels = new Set(drawings.flatMap(({ drawn }) => drawn?.labels ?? []))
  const isPart = ({ box }: Picture) => drawings.some((drawing) => coveredShare(box, drawing.box) > PART)
  const isDrawn = (glyph: Glyph) => drawings.some(({ box }) => isMiddleIn(turnedBox(glyph), box))
  return {
    text: {
      segments: text.segments.filter((segment) => !labels.has(segment)),
      turned: turnedText(sides.filter((glyph) => !isDrawn(glyph))),
      tags: text.tags,
    },
    pictures: [...pictures.filter((picture) => !isPart(picture)), ...drawings],
  }
}
