import { readFileSync } from 'node:fs'
import type { Score } from './score.ts'

/** What is measured of a book, by the column of the table. */
export const FIGURES: Readonly<Record<string, (score: Score) => number | null>> = {
  recall: ({ text }) => text.recall,
  precision: ({ text }) => text.precision,
  phrases: ({ text }) => text.phraseRecall,
  order: ({ text }) => text.order,
  headings: ({ headings }) => headings.recall,
  nesting: ({ headings }) => headings.nesting,
  // Those of a PDF are no files whose bytes could be compared.
  images: ({ images: { source, kept, bytesEqual } }) =>
    source === 0 ? null : bytesEqual === null ? kept : bytesEqual / source,
  links: ({ links }) => links.kept,
  footnotes: ({ footnotes }) => footnotes.linked,
  cells: ({ tables }) => tables.cellsKept,
  mathml: ({ mathml }) => mathml.kept,
  metadata: ({ metadata }) => metadata.kept,
}

/** A row of the table. */
export interface MeasuredBook {
  readonly book: string
  /** Only those that the book has. */
  readonly figures: ReadonlyMap<string, number>
}

/** A table beside the tests. */
export function readMeasuredBooks(name: string): readonly MeasuredBook[] {
  const text = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
  const [head = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
  return rows.map(([book = '', ...cells]) => {
    const figures = cells.flatMap((cell, i): [string, number][] => {
      const column = head[i + 1] ?? ''
      return cell === '-' || column === 'source' ? [] : [[column, Number(cell)]]
    })
    return { book, figures: new Map(figures) }
  })
}
