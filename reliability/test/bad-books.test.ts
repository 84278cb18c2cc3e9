import { expect, test } from 'vitest'
import { heavyBadBooks, lightBadBooks } from '../src/bad-books/all-bad-books.ts'
import { runBadBooks } from '../src/bad-books/run-batch.ts'

/** RITTDOC_BAD_BOOKS=all: also those that are made to take long. */
const isEveryBook = process.env.RITTDOC_BAD_BOOKS === 'all'
/** Ten seconds are meant; a machine that runs the other tests as well is slower. */
const MOST_SECONDS = 60

test('bad books fail or become packages as they must, and hurt neither the good ones nor the machine', {
  timeout: 1_800_000,
}, async () => {
  const families = (secret: string) => ({ ...lightBadBooks(secret), ...(isEveryBook ? heavyBadBooks() : {}) })
  const { books, problems, slowest } = await runBadBooks(families, MOST_SECONDS)
  expect(problems).toEqual([])
  expect(books).toBeGreaterThan(60)
  if (isEveryBook) console.log(`${books} books; the slowest:\n${slowest.join('\n')}`)
})
