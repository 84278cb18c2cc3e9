import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FIGURES, readMeasuredBooks } from './support/measured-books.ts'
import { CORPUS, scoreBook, whyNoScore } from './support/score.ts'

// `measured-books.tsv` says what was measured of books that others wrote. None of them is part of the project: a folder that
// holds some of them, under the names of the table, is given with RITTDOC_BOOKS.
const FOLDERS = [process.env.RITTDOC_BOOKS, CORPUS].filter((folder) => folder !== undefined)
const TABLE = readMeasuredBooks()
const here = TABLE.flatMap(({ book, figures }) => {
  const path = FOLDERS.map((folder) => join(folder, book)).find((one) => existsSync(one))
  return path === undefined ? [] : [{ book, figures, path }]
})
const WHY = whyNoScore ?? (here.length === 0 ? 'no book of the table is here; RITTDOC_BOOKS names a folder' : undefined)
const NOTE = WHY === undefined ? '' : ` (skipped: ${WHY})`
/** What may differ in the last digit. */
const ROUNDING = 0.002

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('the table', () => {
  test('names each book once, in order, with figures that are shares', () => {
    const names = TABLE.map(({ book }) => book)
    expect(names).toEqual([...new Set(names)].toSorted())
    for (const { figures } of TABLE) {
      expect([...figures.keys()].filter((name) => FIGURES[name] === undefined)).toEqual([])
      expect([...figures.values()].filter((value) => !(value >= 0 && value <= 1))).toEqual([])
    }
  })

  test.each([
    ['recall', 0.995],
    ['precision', 0.99],
    ['order', 0.995],
    ['nesting', 0.95],
    ['images', 1],
    ['links', 0.97],
    ['footnotes', 1],
    ['cells', 0.999],
    ['mathml', 1],
    ['metadata', 0.95],
  ])('the mean of %s over its books is at least %d', (name, least) => {
    expect(mean(TABLE.flatMap(({ figures }) => figures.get(name) ?? []))).toBeGreaterThanOrEqual(least)
  })
})

test.skipIf(WHY !== undefined).each(WHY === undefined ? here : TABLE.slice(0, 1))(
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
