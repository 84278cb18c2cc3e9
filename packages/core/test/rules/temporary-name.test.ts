import { expect, test } from 'vitest'
import { isTemporaryNameOf, passOver, temporaryName } from '../../src/index.ts'

test('a temporary name is recognised for its own name alone, whatever it ends with', () => {
  expect(isTemporaryNameOf(temporaryName('book.zip'), 'book.zip')).toBe(true)
  expect(isTemporaryNameOf(temporaryName('book.zip', '.old.part'), 'book.zip')).toBe(true)
  expect(isTemporaryNameOf(temporaryName('book.zip'), 'other.zip')).toBe(false)
  expect(isTemporaryNameOf('book.zip', 'book.zip')).toBe(false)
  expect(isTemporaryNameOf(temporaryName('book.zip').replace('.part', '.zip'), 'book.zip')).toBe(false)
})

test('temporary names differ, are short however long the name is, and are passed over by scans', () => {
  const long = `${'ü'.repeat(120)}.epub`
  expect(temporaryName(long)).not.toBe(temporaryName(long))
  expect(Buffer.byteLength(temporaryName(long))).toBeLessThan(60)
  const object = { key: `Acme/${temporaryName('book.epub')}`, sizeBytes: 1, modifiedAt: new Date(), version: '1' }
  expect(passOver(object, new Set(['.epub']))?.reason).toBe('temporary_name')
})
