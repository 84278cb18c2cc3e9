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

  test('joins lines with a space, and those of scripts without spaces with none', () => {
    expect(knowing().join('one line ', ' another')).toBe('one line another')
    expect(knowing().join('漢字', '仮名')).toBe('漢字仮名')
  })
})
