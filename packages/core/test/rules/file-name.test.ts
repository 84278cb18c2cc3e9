import { expect, test } from 'vitest'
import { baseName, folderName, parseName } from '../../src/rules/file-name.ts'

test.each([
  ['book.pdf', 'book', '.pdf'],
  ['Book.v2.EPUB', 'Book.v2', '.epub'],
  ['no-extension', 'no-extension', ''],
  ['.hidden', '.hidden', ''],
  ['本.epub3', '本', '.epub3'],
])('%s is %s with extension "%s"', (name, stem, extension) => {
  expect(parseName(name)).toEqual({ stem, extension })
})

test('a key is folder plus base name', () => {
  expect([folderName('a/b/c.pdf'), baseName('a/b/c.pdf')]).toEqual(['a/b/', 'c.pdf'])
  expect([folderName('c.pdf'), baseName('c.pdf')]).toEqual(['', 'c.pdf'])
})
