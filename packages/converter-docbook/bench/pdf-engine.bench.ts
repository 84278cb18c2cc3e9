import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMost, type BenchRow } from '@rittdoc-batch/bench'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { DocbookConverter } from '../src/docbook-converter.ts'
import { openPdf } from '../src/pdf/engine/pdfium-document.ts'
import { readPdf } from '../src/pdf/read-pdf.ts'
import { fillLines, makePdf, writeLines } from '../test/support/pdf-builder.ts'

// Why PDFium: letters, fonts and pictures of every page with their places, by it and by pdf.js, on the same document.
// PDF=/path/of/a.pdf measures with that document instead of one that is made here.

const PAGES = 300
/** What a page may cost in all, in milliseconds. */
const BUDGET_MS = 25
/** What the process of a conversion may take, whatever the document. */
const BUDGET_MB = 600
const TIMEOUT_MS = 600_000

/** Milliseconds a page: the content by PDFium beside pdf.js, and the whole reader beside the budget. */
export async function benchPdf(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pdf-bench-'))
  try {
    const path = process.env.PDF ?? join(folder, 'made.pdf')
    if (process.env.PDF === undefined) await writeFile(path, await makeBook())
    const pdfium = await perPage(() => readWithPdfium(path))
    const pdfjs = await perPage(() => readWithPdfjs(path))
    const reader = await perPage(() => readWhole(path, folder))
    const isWithin = reader <= BUDGET_MS
    return [
      row('letters, fonts, pictures of a page, ms (bare: pdf.js)', [pdfium, pdfjs], {
        target: '< 1',
        ok: pdfium < pdfjs,
      }),
      row('reading a page into the tree, ms (bare: budget)', [reader, BUDGET_MS], { target: '<= 1', ok: isWithin }),
      atMost('memory of a conversion, MB (bare: budget)', 1, { ours: await peakMb(path, folder), bare: BUDGET_MB }),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The most memory that the process had which made a package of the document. */
async function peakMb(input: string, folder: string): Promise<number> {
  const workDir = await mkdtemp(join(folder, 'work-'))
  const { metrics } = await new DocbookConverter().convert({
    ...{ input, workDir, output: join(folder, 'made.zip'), options: {}, attempt: 1, timeoutMs: TIMEOUT_MS },
    file: { publisher: 'Bench', key: 'made.pdf', filename: 'made.pdf', format: '.pdf', sizeBytes: 0 },
    log: () => {},
    progress: () => {},
  })
  return Math.round((metrics?.peakMemoryBytes ?? 0) / 1e6)
}

function row(
  name: string,
  [ours, bare]: readonly [number, number],
  verdict: { target: string; ok: boolean },
): BenchRow {
  const round = (value: number) => Math.round(value * 100) / 100
  return { name, ours: round(ours), bare: round(bare), ratio: round(ours / bare), ...verdict }
}

async function perPage(read: () => Promise<number>): Promise<number> {
  const started = performance.now()
  const pages = await read()
  return (performance.now() - started) / pages
}

function makeBook(): Promise<Buffer> {
  return makePdf((pdf) => {
    for (let page = 0; page < PAGES; page++) {
      if (page > 0) pdf.addPage()
      writeLines(pdf, fillLines(45, 9))
    }
  })
}

async function readWithPdfium(path: string): Promise<number> {
  const document = await openPdf(path)
  for (let index = 0; index < document.pageCount; index++) document.page(index).close()
  document.close()
  return document.pageCount
}

async function readWithPdfjs(path: string): Promise<number> {
  const document = await getDocument({ data: new Uint8Array(await readFile(path)), verbosity: 0 }).promise
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    await page.getOperatorList() // which fonts are bold, and where pictures are
    await page.getTextContent()
    page.cleanup()
  }
  const { numPages } = document
  await document.loadingTask.destroy()
  return numPages
}

async function readWhole(path: string, mediaDir: string): Promise<number> {
  await readPdf(path, { mediaDir, options: {}, warn: () => {}, progress: () => {} })
  const document = await openPdf(path)
  const { pageCount } = document
  document.close()
  return pageCount
}
