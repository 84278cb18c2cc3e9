import { mkdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { ConvertError, type ConvertFile, type ConvertOptions, type ConvertResult } from '@rittdoc-batch/core'
import { type BookFormat, detectFormat } from './detect-format.ts'
import { showEverywhere } from './media/show-everywhere.ts'
import type { Reader } from './read-context.ts'
import { writePackage } from './rittdoc/write-package.ts'
import { applyRule } from './rules/apply-rule.ts'
import type { BookRule } from './rules/book-rule.ts'
import { StepTimes } from './step-times.ts'
import { Warnings } from './warnings.ts'

/** One book to convert in this process. */
export interface BookJob {
  readonly input: string
  /** A private, empty folder. */
  readonly workDir: string
  readonly output: string
  readonly options: ConvertOptions
  /** Changes the book between reading and writing. */
  readonly rule?: BookRule | undefined
  /** What the book is called in its storage, for the rule. */
  readonly file?: Pick<ConvertFile, 'publisher' | 'key'> | undefined
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
  try {
    return await convert(job)
  } catch (error) {
    throw error instanceof RangeError ? beyondMeasure(error) : error
  }
}

/** What V8 throws when it runs out of stack, or a text or list grows beyond what it can hold. */
function beyondMeasure(cause: RangeError): ConvertError {
  const message = `The book has more of one thing, or is nested deeper, than any real book (${cause.message}). Check where it came from.`
  return new ConvertError('input', message, { reason: 'limit', cause })
}

async function convert(job: BookJob): Promise<ConvertResult> {
  const warnings = new Warnings()
  const warn = warnings.add.bind(warnings)
  const steps = new StepTimes()
  const format = await detectFormat(job.input)
  const expected = extname(job.input).toLowerCase().startsWith('.epub') ? 'epub' : 'pdf'
  if (format !== expected)
    warn({ code: 'wrong_extension', message: `The file is called ${extname(job.input)} but is ${name(format)}` })
  const mediaDir = join(job.workDir, 'media')
  await mkdir(mediaDir)
  const read = await readerFor(format)
  const progress = (fraction: number, step = 'reading') => {
    steps.enter(step)
    job.progress(fraction * READING_SHARE, step)
  }
  const asRead = await read(job.input, { mediaDir, options: job.options, warn, progress })
  const { publisher = '', key = job.input } = job.file ?? {}
  const asRuled = job.rule ? await applyRule(job.rule, asRead, { publisher, key, format, warn }) : asRead
  const book = { ...asRuled, media: await showEverywhere(asRuled.media, warn) }
  const writing = (step: string) => {
    steps.enter(step)
    job.progress(READING_SHARE, step)
  }
  writing('writing')
  const context = { workDir: job.workDir, options: job.options, warn, onPack: () => writing('packing') }
  const counts = await writePackage(book, job.output, context)
  job.progress(1, 'done')
  const drawings = { drawings: asRead.drawings?.kept, droppedDrawings: asRead.drawings?.dropped }
  const metrics = { pages: asRead.pageCount, ...counts, ...drawings, ...dropped(warnings), ...steps.counts() }
  return { warnings: warnings.list(), metrics: withoutUndefined(metrics) }
}

/** What did not reach the package as what it was, by the warnings that tell of it. */
const DROPPED: Readonly<Record<string, readonly string[]>> = {
  droppedPages: ['spine_item_missing', 'spine_item_unknown', 'spine_item_unreadable', 'lost_page'],
  droppedImages: ['image_missing', 'image_unreadable', 'missing_image', 'lost_image'],
  droppedLinks: ['link_broken', 'link_dropped', 'dropped_link'],
  droppedMedia: ['media_dropped'],
  flattenedTables: ['nested_table', 'table_flattened'],
  flattenedFootnotes: ['nested_footnote'],
}

function dropped(warnings: Warnings): Record<string, number> {
  return Object.fromEntries(Object.entries(DROPPED).map(([name, codes]) => [name, warnings.count(codes)]))
}

function withoutUndefined(metrics: Record<string, number | undefined>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== undefined),
  )
}

/** Loaded when needed: the PDF engine is large, and no ePub needs it. */
async function readerFor(format: BookFormat): Promise<Reader> {
  if (format === 'epub') return (await import('./epub/read-epub.ts')).readEpub
  return (await import('./pdf/read-pdf.ts')).readPdf
}

function name(format: BookFormat): string {
  return format === 'epub' ? 'an ePub' : 'a PDF'
}
