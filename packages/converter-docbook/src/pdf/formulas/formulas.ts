import { grown, onPage } from '../drawings/boxes.ts'
import { DrawingLimits } from '../drawings/drawing-limits.ts'
import { renderArea } from '../drawings/render-area.ts'
import type { PdfPage } from '../engine/pdf-document.ts'
import type { Picture } from '../layout/page-pieces.ts'
import type { PageSegments } from '../page-segments.ts'
import type { PictureStore } from '../picture-store.ts'
import { findFormulas } from './find-formulas.ts'

/** Formulas are drawn with this many pixels an inch. */
const DRAWN_DPI = 150
/** More of one page stay text, and so do those of a page or a book that would take long. */
const MOST_OF_PAGE = 100
/** Points around a formula. */
const MARGIN = 2

interface PageParts {
  readonly text: PageSegments
  readonly pictures: readonly Picture[]
}

/** Makes pictures of formulas with fractions, large signs and matrices, whose letters tell little in a line. */
export class Formulas {
  readonly #store: PictureStore
  readonly #limits = new DrawingLimits(MOST_OF_PAGE)

  constructor(store: PictureStore) {
    this.#store = store
  }

  /** The page with such formulas as pictures; their letters are the text of the pictures and no longer of the page. */
  async read(page: PdfPage, { text, pictures }: PageParts): Promise<PageParts> {
    if (text.tags.size > 0) return { text, pictures }
    const found = findFormulas(page, text.segments)
    const drawn: Picture[] = []
    for (const { box, area, labels } of found.slice(
      0,
      this.#limits.take(found.length, page.shapes.length + page.rules.length),
    )) {
      const image = renderArea(page, DRAWN_DPI, onPage(grown(area, MARGIN), page))
      if (image === undefined) continue
      const media = await this.#store.keepFile(image, page.index)
      drawn.push({ page: page.index, box, media, drawn: { labels, turned: [], parts: [], isFormula: true } })
    }
    if (drawn.length === 0) return { text, pictures }
    const gone = new Set(drawn.flatMap((picture) => picture.drawn?.labels ?? []))
    const segments = text.segments.filter((segment) => !gone.has(segment))
    return { text: { ...text, segments }, pictures: [...pictures, ...drawn] }
  }
}
