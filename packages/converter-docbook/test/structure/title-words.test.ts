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
    ['1House', 'House'],
    ['[required] test-7Moving to the house', 'Moving to the house'],
    ['test-070Moving', '070 Moving'],
  ])('%s is %s', (heading, entry) => {
    expect(isSameTitle(heading, entry)).toBe(true)
  })

  test.each([
    ['House', 'Horse'],
    ['', 'House'],
    ['Part', 'Part One'],
    ['Reintroduction', 'Introduction'],
    ['10', '0'],
  ])('%s is not %s', (heading, entry) => {
    expect(isSameTitle(heading, entry)).toBe(false)
  })

  test('every title with a word is itself', () => {
    fc.assert(fc.property(fc.string(), (title) => titleWords(title) === '' || isSameTitle(title, title)))
  })
})

describe('titleOverlap', () => {
  test.each([
    ['The Old House', 'The New House', 2 / 3],
    ['The House on the Hill', 'The House', 1],
    ['Living in the Old House', 'House Rules', 1 / 5],
  ])('of %s and %s is %d', (heading, entry, overlap) => {
    expect(titleOverlap(heading, entry)).toBeCloseTo(overlap)
  })
})
