import { ConvertError } from '@rittdoc-batch/core'
import type { ReadContext, Reader } from '../read-context.ts'
import { buildBook } from './build-book.ts'
import { Drawings } from './drawings/drawings.ts'
import { dropOrnaments } from './drawings/drop-ornaments.ts'
import type { PdfDocument } from './engine/pdf-document.ts'
import { openPdf } from './engine/pdfium-document.ts'
import { Formulas } from './formulas/formulas.ts'
import type { PageText, Picture } from './layout/page-pieces.ts'
import { asTypewritten } from './layout/typewritten.ts'
import { PictureStore } from './picture-store.ts'
import { readPages } from './read-pages.ts'
import { LinkPlaces } from './structure/link-places.ts'
import { pdfMetadata } from './structure/pdf-metadata.ts'
import { withDirection } from './structure/with-direction.ts'
import { UnknownLetters } from './unknown-letters.ts'

/** Documents that declare more pages are refused: no book has as many. */
const MOST_PAGES = 20_000

/** Reads a PDF page by page: text in reading order, a section per outline entry or heading, pictures, links. */
export const readPdf: Reader = async (input, context) => {
  const document = await openPdf(input)
  try {
    checkPages(document)
    if (document.isTruncated) {
      const message = 'The PDF breaks off before its end; what can be read of it was converted'
      context.warn({ code: 'truncated', message })
    }
    const store = new PictureStore(context.mediaDir)
    const places = new LinkPlaces()
    const drawings = new Drawings(store)
    const formulas = new Formulas(store)
    const letters = new UnknownLetters()
    const read = await readPages(document, { store, drawings, formulas, places, letters }, context)
    const pages = asTypewritten(dropOrnaments(read))
    for (const lost of [drawings.warning(), letters.warning()]) if (lost !== undefined) context.warn(lost)
    checkContent(pages, document, context)
    const metadata = pdfMetadata(document.info)
    const outline = context.options.fontOnlyStructure ? [] : document.outline()
    const { body, title } = buildBook({ pages, outline, places, title: metadata.title })
    if (title !== metadata.title) {
      const message = `The PDF names no title; "${title}", the largest text of its first page, was taken`
      context.warn({ code: 'printed_title', message })
    }
    const book = {
      metadata: { ...metadata, title },
      body,
      media: store.files,
      pageCount: pages.length,
      drawings: { kept: countDrawn(pages), dropped: drawings.dropped },
    }
    return withDirection(book, pages)
  } finally {
    document.close()
  }
}

function checkPages({ pageCount, isPlaceholder }: PdfDocument): void {
  if (isPlaceholder) {
    const message = 'The PDF is a form (XFA) whose pages only Adobe Acrobat or Reader can make. Print it there to a PDF'
    throw new ConvertError('input', message, { reason: 'unsupported' })
  }
  if (pageCount === 0) {
    const message = 'No page of the PDF can be found. Ask the publisher for a whole copy'
    throw new ConvertError('input', message, { reason: 'corrupt' })
  }
  if (pageCount <= MOST_PAGES) return
  const message = `The PDF declares ${pageCount} pages; more than ${MOST_PAGES} are not converted. Divide it into volumes`
  throw new ConvertError('input', message, { reason: 'limit' })
}

function checkContent(pages: readonly PageText[], document: PdfDocument, context: ReadContext): void {
  if (pages.length === 0) {
    const message = `None of the ${document.pageCount} pages of the PDF can be read. Ask the publisher for a whole copy`
    throw new ConvertError('input', message, { reason: 'corrupt' })
  }
  const hasText = pages.some(({ segments, pictures }) => segments.length > 0 || pictures.some(hasWords))
  if (!hasText && pages.every(({ pictures }) => pictures.length === 0)) {
    throw new ConvertError('input', 'The PDF has neither text nor pictures', { reason: 'content_lost' })
  }
  if (!hasText) {
    const message = 'The PDF has no text, only pictures of pages; each became a figure'
    context.warn({ code: 'no_text_layer', message })
  }
}

function hasWords({ drawn }: Picture): boolean {
  return drawn !== undefined && drawn.labels.length + drawn.turned.length > 0
}

function countDrawn(pages: readonly PageText[]): number {
  return pages.flatMap(({ pictures }) => pictures.filter(({ drawn }) => drawn !== undefined && !drawn.isFormula)).length
}
