import { outputName } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'

test('candidates are the stem, the whole name, then numbered names', () => {
  expect([0, 1, 2, 3].map((n) => outputName('book.pdf', n))).toEqual([
    'book.zip',
    'book.pdf.zip',
    'book.pdf~2.zip',
    'book.pdf~3.zip',
  ])
})
