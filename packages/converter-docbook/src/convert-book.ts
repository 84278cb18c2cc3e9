import { mkdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { ConvertOptions, ConvertResult } from '@rittdoc-batch/core'
import { type BookFormat, detectFormat } from './detect-format.ts'
import type { Reader } from './read-context.ts'
import { writePackage } from './rittdoc/write-package.ts'
import { Warnings } from './warnings.ts'

/** One book to convert in this process. */
export interface BookJob {
  readonly input: string
  /** A private, empty folder. */
  readonly workDir: string
  readonly output: string
  readonly options: ConvertOptions
  /** How far the conversion is, 0 to 1, and what it is doing. */
  progress(fraction: number, step: string): void
}

/** Share of the progress that reading takes; writing takes the rest. */
const READING_SHARE = 0.8

/**
 * Converts one book in this process: reads it into the tree, and writes the tree as a package. `DocbookConverter` runs it in
 * a process of its own; call it directly for tests and tools.
 * @throws ConvertError
 */
export async function convertBook(job: BookJob): Promise<ConvertResult> {
  const warnings = new Warnings()
  const warn = warnings.add.bind(warnings)
  const started = performance.now()
  const format = await detectFormat(job.input)
  const expected = extname(job.input).toLowerCase().startsWith('.epub') ? 'epub' : 'pdf'
  if (format !== expected)
    warn({ code: 'wrong_extension', message: `The file is called ${extname(job.input)} but is ${name(format)}` })
  const mediaDir = join(job.workDir, 'media')
  await mkdir(mediaDir)
  const read = await readerFor(format)
  const progress = (fraction: number, step = 'reading') => job.progress(fraction * READING_SHARE, step)
  const book = await read(job.input, { mediaDir, options: job.options, warn, progress })
  const readMs = Math.round(performance.now() - started)
  job.progress(READING_SHARE, 'writing')
  const counts = await writePackage(book, job.output, { workDir: job.workDir, options: job.options, warn })
  job.progress(1, 'done')
  const totalMs = Math.round(performance.now() - started)
  return { warnings: warnings.list(), metrics: { ...counts, readMs, writeMs: totalMs - readMs } }
}

/** Loaded when needed: the PDF engine is large, and no ePub needs it. */
async function readerFor(format: BookFormat): Promise<Reader> {
  if (format === 'epub') return (await import('./epub/read-epub.ts')).readEpub
  return (await import('./pdf/read-pdf.ts')).readPdf
}

function name(format: BookFormat): string {
  return format === 'epub' ? 'an ePub' : 'a PDF'
}
