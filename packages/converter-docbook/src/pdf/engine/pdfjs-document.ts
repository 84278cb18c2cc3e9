import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { ConvertError, toError } from '@rittdoc-batch/core'
import { getDocument, PasswordException, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { OutlineEntry, PdfDocument, PdfPage, Place } from './pdf-document.ts'
import { readPage } from './pdfjs-page.ts'

const FOLDER = `${dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))}/`

/** Opens a PDF with pdf.js. @throws ConvertError `input`: `encrypted` or `corrupt` */
export async function openPdf(path: string): Promise<PdfDocument> {
  try {
    const task = getDocument({
      data: new Uint8Array(await readFile(path)),
      cMapUrl: `${FOLDER}cmaps/`,
      standardFontDataUrl: `${FOLDER}standard_fonts/`,
      wasmUrl: `${FOLDER}wasm/`,
      // Pictures come as pixels, not as objects of a browser.
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      verbosity: 0,
    })
    return new PdfjsDocument(await task.promise, await readInfo(await task.promise))
  } catch (error) {
    throw openError(error)
  }
}

class PdfjsDocument implements PdfDocument {
  readonly info: Readonly<Record<string, string>>
  readonly #document: PDFDocumentProxy

  constructor(document: PDFDocumentProxy, info: Readonly<Record<string, string>>) {
    this.#document = document
    this.info = info
  }

  get pageCount(): number {
    return this.#document.numPages
  }

  async outline(): Promise<OutlineEntry[]> {
    const top = (await this.#document.getOutline().catch(() => undefined)) ?? []
    return this.#flatten(top as RawOutline[], 1)
  }

  async page(index: number): Promise<PdfPage> {
    const page = await this.#document.getPage(index + 1)
    try {
      return await readPage(page, index, (destination) => this.#place(destination))
    } finally {
      page.cleanup()
    }
  }

  async close(): Promise<void> {
    await this.#document.loadingTask.destroy()
  }

  async #flatten(entries: readonly RawOutline[], depth: number): Promise<OutlineEntry[]> {
    const flat: OutlineEntry[] = []
    for (const { title, dest, items } of entries) {
      flat.push({ title, depth, place: await this.#place(dest) })
      flat.push(...(await this.#flatten(items, depth + 1)))
    }
    return flat
  }

  /** Where a destination leads; undefined when it leads nowhere. */
  async #place(destination: unknown): Promise<Place | undefined> {
    try {
      const explicit = typeof destination === 'string' ? await this.#document.getDestination(destination) : destination
      if (!Array.isArray(explicit)) return undefined
      const [reference, kind, ...values] = explicit as [unknown, { name?: string }, ...unknown[]]
      const page =
        typeof reference === 'number'
          ? reference
          : await this.#document.getPageIndex(reference as { num: number; gen: number })
      const y = kind?.name === 'XYZ' ? values[1] : kind?.name === 'FitH' ? values[0] : undefined
      return { page, top: typeof y === 'number' ? await this.#topOf(page, y) : undefined }
    } catch {
      return undefined // a destination that is not there
    }
  }

  async #topOf(index: number, y: number): Promise<number> {
    const page = await this.#document.getPage(index + 1)
    return page.getViewport({ scale: 1 }).convertToViewportPoint(0, y)[1] ?? 0
  }
}

interface RawOutline {
  readonly title: string
  readonly dest: unknown
  readonly items: readonly RawOutline[]
}

async function readInfo(document: PDFDocumentProxy): Promise<Record<string, string>> {
  const { info } = await document.getMetadata().catch(() => ({ info: {} }))
  return Object.fromEntries(
    Object.entries(info).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function openError(error: unknown): ConvertError {
  if (error instanceof PasswordException) {
    const message = 'The PDF is encrypted and needs a password. Ask the publisher for a copy without one'
    return new ConvertError('input', message, { reason: 'encrypted', cause: error })
  }
  const message = `The PDF cannot be read: ${toError(error).message}`
  return new ConvertError('input', message, { reason: 'corrupt', cause: error })
}
