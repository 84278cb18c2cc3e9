import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runMutatedBooks } from '../src/mutated-books/run-mutated-books.ts'
import { sourceBooks } from '../src/mutated-books/source-book.ts'
import { Random } from '../src/random.ts'

/** RITTDOC_MUTATED_BOOKS: how many; RITTDOC_SEED: those of another run; RITTDOC_BOOKS: a folder with other good books. */
const count = Number(process.env.RITTDOC_MUTATED_BOOKS ?? 12)
const seed = Number(process.env.RITTDOC_SEED ?? 20_261_126)
const folder = process.env.RITTDOC_BOOKS ?? fileURLToPath(new URL('../../examples/books', import.meta.url))

test('books that are damaged at random become packages or fail as bad input, and leave nothing behind', {
  timeout: 7_200_000,
}, async () => {
  const verdict = await runMutatedBooks(await sourceBooks(folder), count, new Random(seed))
  if (count > 12) console.log(`${count} books, seed ${seed}:`, verdict)
  expect(verdict.problems).toEqual([])
  expect(verdict.completed).toBeGreaterThan(0)
  expect(verdict.refused).toBeGreaterThan(0)
})
