import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FIGURES, readMeasuredBooks } from './support/measured-books.ts'
import { CORPUS, scoreBook, whyNoScore } from './support/score.ts'

// The tables say what was measured of books that others wrote. None of them is part of the project: folders that hold some of
// them, under the names of the tables, are given with RITTDOC_BOOKS, divided by colons.
const FOLDERS = [...(process.env.RITTDOC_BOOKS?.split(':') ?? []), CORPUS]
/** Each table with what the means of its figures are at least. */
const TABLES = [
  {
    name: 'measured-books.tsv',
    least: {
      ...{ recall: 0.995, precision: 0.99, order: 0.995, nesting: 0.95, images: 1, links: 0.97 },
      ...{ footnotes: 1, cells: 0.999, mathml: 1, metadata: 0.95 },
    },
  },
  {
    // Of repositories that none of the others came from, measured before anybody had looked at them. Links: see README.md.
    name: 'measured-books-unseen.tsv',
    least: {
      ...{ recall: 0.999, precision: 0.999, order: 0.995, headings: 0.99, nesting: 0.97, images: 1, links: 0.82 },
      ...{ footnotes: 1, cells: 0.99, mathml: 1, metadata: 0.99 },
    },
  },
  {
    // The same of other repositories: test books of reading programs, manuals, theses. Books that name files many times lower the words.
    name: 'measured-books-unseen-2.tsv',
    least: {
      ...{ recall: 0.995, precision: 0.999, order: 0.99, headings: 0.97, nesting: 0.98, images: 1, links: 0.83 },
      ...{ footnotes: 0.93, cells: 0.99, mathml: 1, metadata: 0.99 },
    },
  },
  {
    name: 'measured-pdfs.tsv',
    least: { recall: 0.96, precision: 0.97, phrases: 0.82, order: 0.95, headings: 0.95, nesting: 0.98, images: 0.95 },
  },
  {
    // Measured before anybody had looked at them; a third are single figures, forms and letters.
    name: 'measured-pdfs-unseen.tsv',
    least: { recall: 0.97, precision: 0.98, phrases: 0.78, order: 0.96, headings: 0.9, nesting: 0.97, images: 0.95 },
  },
  {
    // The same of other repositories.
    name: 'measured-pdfs-unseen-2.tsv',
    least: { recall: 0.95, precision: 0.96, phrases: 0.84, order: 0.96, headings: 0.95, nesting: 0.98, images: 0.96 },
  },
  {
    // Of other repositories again, with what the first look at them mended.
    name: 'measured-pdfs-unseen-3.tsv',
    least: { recall: 0.97, precision: 0.99, phrases: 0.86, order: 0.97, headings: 0.97, nesting: 0.99, images: 0.98 },
  },
  {
    // The same once more: magazines, posters, brochures, forms, theses and papers.
    name: 'measured-pdfs-unseen-4.tsv',
    least: { recall: 0.98, precision: 0.98, phrases: 0.81, order: 0.94, headings: 0.87, nesting: 0.98, images: 0.97 },
  },
  {
    // Papers, datasheets, bylaws, posters, newsletters, theses in many scripts.
    name: 'measured-pdfs-unseen-5.tsv',
    least: { recall: 0.97, precision: 0.98, phrases: 0.82, order: 0.96, headings: 0.97, nesting: 0.98, images: 0.98 },
  },
  {
    // Books, papers and manuals as publishers, standards bodies and companies make them.
    name: 'measured-pdfs-unseen-6.tsv',
    least: { recall: 0.97, precision: 0.98, phrases: 0.86, order: 0.96, headings: 0.97, nesting: 0.98, images: 0.98 },
  },
].map((table) => ({ ...table, books: readMeasuredBooks(table.name) }))
const MEASURED = TABLES.flatMap(({ books }) => books)
const here = MEASURED.flatMap(({ book, figures }) => {
  const path = FOLDERS.map((folder) => join(folder, book)).find((one) => existsSync(one))
  return path === undefined ? [] : [{ book, figures, path }]
})
const WHY = whyNoScore ?? (here.length === 0 ? 'no book of the tables is here; RITTDOC_BOOKS names folders' : undefined)
const NOTE = WHY === undefined ? '' : ` (skipped: ${WHY})`
/** What may differ in the last digit. */
const ROUNDING = 0.002

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe.each(TABLES)('$name', ({ books, least }) => {
  test('names each book once, in order, with figures that are shares', () => {
    const names = books.map(({ book }) => book)
    expect(names).toEqual([...new Set(names)].toSorted())
    for (const { figures } of books) {
      expect([...figures.keys()].filter((name) => FIGURES[name] === undefined)).toEqual([])
      expect([...figures.values()].filter((value) => !(value >= 0 && value <= 1))).toEqual([])
    }
  })

  test.each(Object.entries(least))('the mean of %s over its books is at least %d', (name, share) => {
    expect(mean(books.flatMap(({ figures }) => figures.get(name) ?? []))).toBeGreaterThanOrEqual(share)
  })
})

test.skipIf(WHY !== undefined).each(WHY === undefined ? here : MEASURED.slice(0, 1))(
  `$book is kept as well as when it was measured${NOTE}`,
  async ({ book, figures }) => {
    const score = await scoreBook(here.find((one) => one.book === book)?.path ?? '')
    expect(score.valid.rittdoc.ok).toBe(true)
    expect(score.valid.docbook45?.ok ?? true).toBe(true)
    expect([score.images.dangling, score.links.dangling, score.links.duplicateIds]).toEqual([0, 0, 0])
    const worse = [...figures].filter(([name, value]) => (FIGURES[name]?.(score) ?? 1) < value - ROUNDING)
    expect(worse).toEqual([])
  },
  120_000,
)
