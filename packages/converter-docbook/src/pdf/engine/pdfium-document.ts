import { readFile } from 'node:fs/promises'
import { ConvertError } from '@rittdoc-batch/core'
import { CodeRanges } from './code-ranges.ts'
import { dropDoubleMeanings } from './double-meanings.ts'
import { LetterNames } from './letter-names.ts'
import { type PageFrame, pageFrame } from './page-frame.ts'
import type { OutlineEntry, PageOptions, PdfDocument, PdfInfo, PdfPage, StructureNode } from './pdf-document.ts'
import { textAnnotations } from './pdfium-annotations.ts'
import type { Meanings } from './pdfium-letters.ts'
import { Pdfium, type Pointer } from './pdfium-library.ts'
import { PdfiumPage } from './pdfium-page.ts'
import { PdfiumPlaces } from './pdfium-places.ts'
import { PdfiumPrograms } from './pdfium-programs.ts'
import { readStructure } from './pdfium-structure.ts'
import { repairPdf } from './repair-pdf.ts'

const PASSWORD = 4
const SECURITY = 5
/** The form of a document is XFA, and the pages are to be made from it. */
const DYNAMIC_FORM = 2
const WITH_ANNOTATIONS = 1

/** What the library may use beside two copies of the file: room for the largest picture of a page. */
const MOST_MEMORY_BYTES = 448 * 1024 ** 2

/** Opens a PDF with PDFium; one that breaks off is repaired. @throws ConvertError `input`: `encrypted` or `corrupt` */
export async function openPdf(path: string): Promise<PdfDocument> {
  const bytes = await readFile(path)
  dropDoubleMeanings(bytes)
  const pdfium = await Pdfium.load(MOST_MEMORY_BYTES + 2 * bytes.length)
  const document = load(pdfium, bytes)
  if (document !== 0) return new PdfiumDocument(pdfium, document, { path, isTruncated: !hasEnd(bytes) })
  const code = pdfium.call._FPDF_GetLastError()
  const repaired = code === PASSWORD || code === SECURITY ? undefined : repairPdf(bytes)
  const second = repaired === undefined ? 0 : load(pdfium, repaired)
  if (second === 0) throw openError(code)
  return new PdfiumDocument(pdfium, second, { path, isTruncated: true })
}

function load(pdfium: Pdfium, bytes: Uint8Array): Pointer {
  return pdfium.call._FPDF_LoadMemDocument(pdfium.store(bytes), bytes.length, 0)
}

/** Programs may write a little after the end mark. */
function hasEnd(bytes: Buffer): boolean {
  return bytes.subarray(-2048).includes('%%EOF')
}

class PdfiumDocument implements PdfDocument {
  readonly pageCount: number
  readonly info: PdfInfo
  readonly isTruncated: boolean
  readonly isPlaceholder: boolean
  readonly isTagged: boolean
  readonly #pdfium: Pdfium
  readonly #document: Pointer
  readonly #places: PdfiumPlaces
  readonly #meanings: Meanings
  readonly #frames = new Map<number, PageFrame | undefined>()

  constructor(pdfium: Pdfium, document: Pointer, { path, isTruncated }: { path: string; isTruncated: boolean }) {
    this.#pdfium = pdfium
    this.#document = document
    this.#meanings = {
      names: new LetterNames(path),
      ranges: new CodeRanges(path),
      programs: new PdfiumPrograms(pdfium),
      standardNumbers: { any: false },
    }
    this.#places = new PdfiumPlaces(pdfium, document, (page) => this.#frameOf(page))
    this.pageCount = pdfium.call._FPDF_GetPageCount(document)
    this.info = readInfo(pdfium, document)
    this.isTruncated = isTruncated
    this.isPlaceholder = this.pageCount === 1 && pdfium.call._FPDF_GetFormType(document) === DYNAMIC_FORM
    this.isTagged = Boolean(pdfium.call._FPDFCatalog_IsTagged(document))
  }

  outline(): OutlineEntry[] {
    return this.#places.outline()
  }

  page(index: number, { withStructure = false }: PageOptions = {}): PdfPage {
    try {
      return this.#open(index, withStructure)
    } catch (error) {
      throw this.#pdfium.isExhausted ? oversizedPage(index, error) : error
    }
  }

  structure(index: number): readonly StructureNode[] {
    const page = this.#pdfium.call._FPDF_LoadPage(this.#document, index)
    if (page === 0) return []
    const structure = readStructure(this.#pdfium, page)
    this.#pdfium.call._FPDF_ClosePage(page)
    return structure
  }

  #open(index: number, withStructure: boolean): PdfPage {
    const page = this.#load(index)
    const frame = this.#frame(page)
    this.#frames.set(index, frame)
    const links = this.#places.links(page, frame)
    const annotations = textAnnotations(this.#pdfium, page, frame)
    const drawn = annotations.count === 0 ? page : this.#withAnnotations(page, index)
    const { fields } = annotations
    const source = { index, frame, links, fields, withStructure, meanings: this.#meanings }
    return new PdfiumPage(this.#pdfium, drawn, source)
  }

  close(): void {
    if (!this.#pdfium.isExhausted) this.#pdfium.call._FPDF_CloseDocument(this.#document)
  }

  #load(index: number): Pointer {
    const page = this.#pdfium.call._FPDF_LoadPage(this.#document, index)
    if (page === 0) throw new Error('the page is missing or damaged')
    return page
  }

  /** The page with the text of its form fields and notes drawn on it, as a reader sees it. */
  #withAnnotations(page: Pointer, index: number): Pointer {
    const { call } = this.#pdfium
    this.#makeAppearances(page)
    call._FPDFPage_Flatten(page, 0)
    call._FPDF_ClosePage(page)
    return this.#load(index)
  }

  /** Fields may leave it to the reader to draw their values; the library does when it draws a page, however small. */
  #makeAppearances(page: Pointer): void {
    const { call } = this.#pdfium
    const bitmap = call._FPDFBitmap_Create(1, 1, 0)
    if (bitmap === 0) return
    call._FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, WITH_ANNOTATIONS)
    call._FPDFBitmap_Destroy(bitmap)
  }

  #frameOf(index: number): PageFrame | undefined {
    if (!this.#frames.has(index)) {
      const page = this.#pdfium.call._FPDF_LoadPage(this.#document, index)
      this.#frames.set(index, page === 0 ? undefined : this.#frame(page))
      if (page !== 0) this.#pdfium.call._FPDF_ClosePage(page)
    }
    return this.#frames.get(index)
  }

  #frame(page: Pointer): PageFrame {
    const { call, scratch } = this.#pdfium
    call._FPDF_GetPageBoundingBox(page, scratch)
    return pageFrame(this.#pdfium.floats(scratch, 4), call._FPDFPage_GetRotation(page))
  }
}

function readInfo(pdfium: Pdfium, document: Pointer): PdfInfo {
  const { call } = pdfium
  const value = (tag: string) => {
    const text = pdfium.withText(tag, (at) =>
      pdfium.utf16((buffer, length) => call._FPDF_GetMetaText(document, at, buffer, length)),
    )
    return text.replace(/\s+/g, ' ').trim() || undefined
  }
  const language = pdfium.utf16((buffer, length) => call._FPDFCatalog_GetLanguage(document, buffer, length))
  return { title: value('Title'), author: value('Author'), language: language.trim() || undefined }
}

function oversizedPage(index: number, cause: unknown): ConvertError {
  const message = `Page ${index + 1} of the PDF needs more memory than any real page does: it may be made to hurt. Check where it came from`
  return new ConvertError('input', message, { reason: 'limit', cause })
}

function openError(code: number): ConvertError {
  if (code === PASSWORD) {
    const message = 'The PDF needs a password. Ask the publisher for a copy without one'
    return new ConvertError('input', message, { reason: 'encrypted' })
  }
  if (code === SECURITY) {
    const message = 'The PDF is encrypted in a way that cannot be read. Ask the publisher for a copy without encryption'
    return new ConvertError('input', message, { reason: 'encrypted' })
  }
  const message = 'The PDF is damaged beyond repair. Ask the publisher for a whole copy'
  return new ConvertError('input', message, { reason: 'corrupt' })
}
