import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ConvertOptions, ConvertWarning } from '@rittdoc-batch/core'
import PDFDocument from 'pdfkit'
import { readPdf } from '../../src/pdf/read-pdf.ts'
import type { Book } from '../../src/tree/book.ts'
import { tempDir } from './temp-dir.ts'

/** A PDF document that is being drawn. */
export type Pdf = InstanceType<typeof PDFDocument>

/** Makes a PDF of A4 pages without margins; the first page is there. */
export async function makePdf(draw: (pdf: Pdf) => void, options: object = {}): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, ...options })
  const bytes = buffer(pdf)
  draw(pdf)
  pdf.end()
  return bytes
}

/** Writes lines below each other, 14 points apart, each at the same x. */
export function writeLines(pdf: Pdf, lines: readonly string[], { x = 72, y = 100, size = 11, step = 14 } = {}): void {
  pdf.fontSize(size)
  for (const [i, line] of lines.entries()) pdf.text(line, x, y + i * step, { lineBreak: false })
}

/** Letters of the same width in Helvetica. */
const LETTERS = 'abdeghnopqu'

/** Lines of running text that fill a column, all of the same width. */
export function fillLines(count: number, words = 8): string[] {
  const word = (i: number, k: number) => `w${LETTERS[i % LETTERS.length]}${LETTERS[k]}ord`
  return Array.from({ length: count }, (_, i) => Array.from({ length: words }, (_, k) => word(i, k)).join(' '))
}

/** What a PDF becomes. */
export interface Read {
  readonly book: Book
  readonly warnings: readonly ConvertWarning[]
}

/** Reads a PDF given as bytes. */
export async function readBytes(bytes: Uint8Array, options: ConvertOptions = {}): Promise<Read> {
  const folder = await tempDir()
  const path = join(folder, 'book.pdf')
  await writeFile(path, bytes)
  return readPath(path, options)
}

/** Reads a PDF file. */
export async function readPath(path: string, options: ConvertOptions = {}): Promise<Read> {
  const mediaDir = await tempDir()
  const warnings: ConvertWarning[] = []
  const warn = (warning: ConvertWarning) => void warnings.push(warning)
  const book = await readPdf(path, { mediaDir, options, warn, progress: () => {} })
  return { book, warnings }
}
