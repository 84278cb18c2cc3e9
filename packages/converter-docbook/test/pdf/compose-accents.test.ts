import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { composeAccents } from '../../src/pdf/layout/compose-accents.ts'

const font = { name: 'F', isBold: false, isItalic: false, isFixed: false }
const glyph = (text: string, x: number, y = 100): Glyph => ({ text, x, y, advance: 5, size: 10, font, angle: 0 })
const textOf = (glyphs: readonly Glyph[]) => composeAccents(glyphs).map(({ text }) => text)

describe('composeAccents', () => {
  test('puts an accent on the letter that it is drawn over, before or after it', () => {
    expect(textOf([glyph('´', 10), glyph('e', 10), glyph('t', 15)])).toEqual(['é', 't'])
    expect(textOf([glyph('c', 10), glyph('¸', 10), glyph('a', 15)])).toEqual(['ç', 'a'])
    expect(textOf([glyph('A', 10), glyph('b', 15), glyph('\u0303', 10, 98)])).toEqual(['Ã', 'b'])
  })

  test('gives a letter without a dot its dot back under an accent', () => {
    expect(textOf([glyph('´', 10), glyph('ı', 10)])).toEqual(['í'])
  })

  test('leaves an accent alone that stands beside the letters', () => {
    expect(textOf([glyph('a', 10), glyph('^', 15), glyph('b', 20)])).toEqual(['a', '^', 'b'])
  })

  test('leaves an accent alone that makes no letter', () => {
    expect(textOf([glyph('¸', 10), glyph('m', 10)])).toEqual(['¸', 'm'])
  })
})
