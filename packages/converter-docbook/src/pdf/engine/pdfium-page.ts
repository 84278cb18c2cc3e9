import type { PageFrame } from './page-frame.ts'
import type { Box, EncodedImage, Glyph, PageImage, PageLink, PdfPage } from './pdf-document.ts'
import { encodeBitmap } from './pdfium-bitmap.ts'
import { readGlyphs } from './pdfium-glyphs.ts'
import type { Meanings } from './pdfium-letters.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'
import { PdfiumMarks } from './pdfium-marks.ts'
import { type Drawing, readDrawing } from './pdfium-objects.ts'
import { readStructure } from './pdfium-structure.ts'

const WITH_ANNOTATIONS = 1
const WHITE = 0xffffffff
/** A drawn page has no side longer than this, in pixels. */
const LONGEST_SIDE = 4000

/** What is known of a page before its content is read. */
interface PageSource {
  readonly index: number
  readonly frame: PageFrame
  readonly links: readonly PageLink[]
  /** Where fields of forms are. */
  readonly fields: readonly Box[]
  readonly withStructure: boolean
  readonly meanings: Meanings
}

/** An open page of PDFium. */
export class PdfiumPage implements PdfPage {
  readonly index: number
  readonly width: number
  readonly height: number
  readonly glyphs: PdfPage['glyphs']
  readonly images: readonly PageImage[]
  readonly links: readonly PageLink[]
  readonly rules: PdfPage['rules']
  readonly shapes: PdfPage['shapes']
  readonly markedAreas: PdfPage['markedAreas']
  readonly structure: PdfPage['structure']
  readonly #pdfium: Pdfium
  readonly #page: Pointer

  constructor(pdfium: Pdfium, page: Pointer, { index, frame, links, fields, withStructure, meanings }: PageSource) {
    this.#pdfium = pdfium
    this.#page = page
    this.index = index
    this.width = frame.width
    this.height = frame.height
    this.links = links
    this.structure = withStructure ? readStructure(pdfium, page) : []
    const marks = this.structure.length > 0 ? new PdfiumMarks(pdfium, page) : undefined
    this.glyphs = inFields(readGlyphs(pdfium, page, { frame, marks, meanings }), fields)
    const drawing: Drawing = readDrawing(pdfium, page, { frame, marks })
    this.images = drawing.images
    this.rules = drawing.rules
    this.shapes = drawing.shapes
    this.markedAreas = drawing.markedAreas
  }

  render(dotsPerInch: number, area: Box = { left: 0, top: 0, right: this.width, bottom: this.height }): EncodedImage {
    const { call } = this.#pdfium
    const [across, down] = [area.right - area.left, area.bottom - area.top]
    const scale = Math.min(dotsPerInch / 72, LONGEST_SIDE / Math.max(across, down, 1))
    const pixels = (points: number) => Math.round(points * scale)
    const [width, height] = [Math.max(1, pixels(across)), Math.max(1, pixels(down))]
    const [sheetWidth, sheetHeight] = [Math.max(1, pixels(this.width)), Math.max(1, pixels(this.height))]
    const [left, top] = [-pixels(area.left), -pixels(area.top)]
    const bitmap = call._FPDFBitmap_Create(width, height, 0)
    if (bitmap === 0) throw new RangeError('not enough memory')
    call._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
    call._FPDF_RenderPageBitmap(bitmap, this.#page, left, top, sheetWidth, sheetHeight, 0, WITH_ANNOTATIONS)
    const image = encodeBitmap(this.#pdfium, bitmap)
    if (image === undefined) throw new RangeError('not enough memory')
    return image
  }

  close(): void {
    this.#pdfium.call._FPDF_ClosePage(this.#page)
  }
}

/** The letters of a page, those in a field with its number. */
function inFields(glyphs: readonly Glyph[], fields: readonly Box[]): readonly Glyph[] {
  if (fields.length === 0) return glyphs
  return glyphs.map((glyph) => {
    const { x, y, advance } = glyph
    const middle = x + advance / 2
    const field = fields.findIndex(
      ({ left, top, right, bottom }) => middle > left && middle < right && y > top && y < bottom,
    )
    return field === -1 ? glyph : { ...glyph, field }
  })
}
