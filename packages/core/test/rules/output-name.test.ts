import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collisionKey, outputName } from '../../src/rules/output-name.ts'

test('candidates are the stem, the whole name, then numbered names', () => {
  const names = [0, 1, 2, 3].map((n) => outputName('book.pdf', n))
  expect(names).toEqual(['book.zip', 'book.pdf.zip', 'book.pdf~2.zip', 'book.pdf~3.zip'])
})

test('candidates of one file never repeat, for any name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (filename) => {
      const names = Array.from({ length: 20 }, (_, n) => outputName(filename, n))
      expect(new Set(names.slice(1)).size).toBe(19)
    }),
  )
})

test('keys that differ only in case or normal form collide', () => {
  expect(collisionKey('A/Bücher.zip')).toBe(collisionKey('a/Bu\u0308CHER.ZIP'))
  expect(collisionKey('STRASSE.zip')).toBe(collisionKey('straße.zip'))
  expect(collisionKey('a.zip')).not.toBe(collisionKey('b.zip'))
})

test('of every character all forms collide, and the form that they have is stable', () => {
  const wrong: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue // halves of characters
    const key = String.fromCodePoint(code)
    const form = collisionKey(key)
    const forms = [form, key.toLowerCase(), key.toUpperCase(), key.normalize('NFD'), key.normalize('NFC')]
    if (forms.some((other) => collisionKey(other) !== form)) wrong.push(code.toString(16))
  }
  expect(wrong).toEqual([])
})

test('the collision form is stable: applying it twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (key) => {
      expect(collisionKey(collisionKey(key))).toBe(collisionKey(key))
    }),
    { numRuns: 2_000 },
  )
})
