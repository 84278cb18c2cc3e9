import { describe, expect, test } from 'vitest'
import { Hyphenation } from '../../src/pdf/layout/hyphenation.ts'

function knowing(...texts: string[]): Hyphenation {
  const hyphenation = new Hyphenation()
  for (const text of texts) hyphenation.learn(text)
  return hyphenation
}

describe('Hyphenation', () => {
  test('drops a hyphen when the joined word occurs in the book', () => {
    expect(knowing('the Continuation').join('a con-', 'tinuation of')).toBe('a continuation of')
  })

  test('keeps a hyphen when the compound occurs in the book', () => {
    expect(knowing('a well-known fact').join('the well-', 'known fact')).toBe('the well-known fact')
  })

  test('keeps a hyphen before a capital when there is no evidence', () => {
    expect(knowing().join('Jean-', 'Paul')).toBe('Jean-Paul')
    expect(knowing().join('exam-', 'ple')).toBe('example')
  })

  test('keeps the hyphen of a word whose end comes later, unless the book has the word', () => {
    expect(knowing().join('the pre-', 'and post-war')).toBe('the pre- and post-war')
    expect(knowing().join('Ein-', 'und Ausgabe')).toBe('Ein- und Ausgabe')
    expect(knowing('one thousand').join('thous-', 'and')).toBe('thousand')
  })

  test.each([
    ['pages 12–', '45'],
    ['he stopped—', 'and went'],
    ['“so”—', 'he said'],
    ['COVID-', '19'],
    ['by e-', 'mail'],
    ['a T-', 'shirt'],
    ['11-', '12'],
    ['and/', 'or'],
  ])('joins what a dash or a slash holds together: %s %s', (before, after) => {
    expect(knowing().join(before, after)).toBe(before + after)
  })

  test.each([
    ['a word –', 'and another'],
    ['so —', 'he'],
    ['the letters a,', 'b'],
    ['12 -', '4'],
    ['and/', '“or”'],
    ['see http://a.com/', 'for more'],
  ])('keeps the space after others: %s %s', (before, after) => {
    expect(knowing().join(before, after)).toBe(`${before} ${after}`)
  })

  test('joins lines with a space, and those of scripts without spaces with none', () => {
    expect(knowing().join('one line ', ' another')).toBe('one line another')
    expect(knowing().join('漢字', '仮名')).toBe('漢字仮名')
  })
})
