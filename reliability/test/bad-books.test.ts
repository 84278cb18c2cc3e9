import { expect, test } from 'vitest'
import { type Families, heavyBadBooks, lightBadBooks } from '../src/bad-books/all-bad-books.ts'
import { runBadBooks } from '../src/bad-books/run-batch.ts'

/** RITTDOC_BAD_BOOKS=all: all of them, also those that are made to take long; else every third one of those that are not. */
const isEveryBook = process.env.RITTDOC_BAD_BOOKS === 'all'
/** Ten seconds are meant; a machine that runs the other tests as well is slower. */
const MOST_SECONDS = 60

test('bad books fail or become packages as they must, and hurt neither the good ones nor the machine', {
  timeout: 1_800_000,
}, async () => {
  const families = (secret: string) =>
    isEveryBook ? { ...lightBadBooks(secret), ...heavyBadBooks() } : everyThird(lightBadBooks(secret))
  const { books, problems, slowest } = await runBadBooks(families, MOST_SECONDS)
  expect(problems).toEqual([])
  expect(books).toBeGreaterThan(40)
  if (isEveryBook) console.log(`${books} books; the slowest:\n${slowest.join('\n')}`)
})

function everyThird(families: Families): Families {
  return Object.fromEntries(
    Object.entries(families).map(([family, books]) => [family, books.filter((_, i) => i % 3 === 0)]),
  )
}
