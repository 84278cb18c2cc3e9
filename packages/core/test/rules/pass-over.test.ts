import { expect, test } from 'vitest'
import { passOver } from '../../src/rules/pass-over.ts'

const formats = new Set(['.pdf', '.epub'])
const object = (key: string, more: object = {}) => ({
  key,
  sizeBytes: 1,
  modifiedAt: new Date(),
  version: 'v',
  ...more,
})

test.each(['a/.book.epub', 'a/~$book.pdf', 'a/book.epub~', 'a/book.epub.part', 'a/book.pdf.filepart', 'a/x.tmp'])(
  '%s has a temporary name',
  (key) => {
    expect(passOver(object(key), formats)?.reason).toBe('temporary_name')
  },
)

test('other formats, empty and unreadable files are passed over, books are not', () => {
  expect(passOver(object('a/cover.jpg'), formats)?.reason).toBe('unsupported_format')
  expect(passOver(object('a/b.pdf', { sizeBytes: 0 }), formats)?.reason).toBe('empty')
  expect(passOver(object('a/b.pdf', { unreadable: 'archived' }), formats)).toEqual({
    reason: 'unreadable',
    detail: 'archived',
  })
  expect(passOver(object('a/B.PDF'), formats)).toBeUndefined()
})

test('a key that the registry cannot keep is told, with its length in bytes', () => {
  expect(passOver(object('ä.pdf'), formats, 6)).toBeUndefined()
  expect(passOver(object('ä.pdf'), formats, 5)).toEqual({
    reason: 'unreadable',
    detail: 'its key has 6 bytes, and the registry keeps at most 5',
  })
})
