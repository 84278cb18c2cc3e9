import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSameTitle, titleOverlap, titleWords } from '../../src/structure/title-words.ts'

describe('isSameTitle', () => {
  test.each([
    ['1. The House', 'The House'],
    ['Chapter IV The House', 'The House'],
    ['THE HOUSE', 'The “House”'],
    ['The house that Jack built and left', 'The house that Jack built'],
    ['1House', '1 House'],
    ['soft\u00adly', 'softly'],
  ])('%s is %s', (heading, entry) => {
    expect(isSameTitle(heading, entry)).toBe(true)
  })

  test.each([
    ['House', 'Horse'],
    ['', 'House'],
    ['Part', 'Part One'],
  ])('%s is not %s', (heading, entry) => {
    expect(isSameTitle(heading, entry)).toBe(false)
  })

  test('every title with a word is itself', () => {
    fc.assert(fc.property(fc.string(), (title) => titleWords(title) === '' || isSameTitle(title, title)))
  })
})

test('titleOverlap counts the words of the entry that the heading has', () => {
  expect(titleOverlap('The Old House', 'The New House')).toBeCloseTo(2 / 3)
})
