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
    expect(textOf([glyph('ˇ', 10), glyph('c', 10), glyph('ˆ', 15), glyph('o', 15)])).toEqual(['č', 'ô'])
    expect(textOf([glyph('A', 10), glyph('b', 15), glyph('\u0303', 10, 98)])).toEqual(['Ã', 'b'])
  })

  test('gives a letter without a dot its dot back under an accent', () => {
    expect(textOf([glyph('´', 10), glyph('ı', 10)])).toEqual(['í'])
  })

  test('leaves an accent alone that stands beside the letters', () => {
    expect(textOf([glyph('a', 10), glyph('^', 15), glyph('b', 20)])).toEqual(['a', '^', 'b'])
  })

  test('puts accents of another font, as formulas have them, on letters that no language has them on', () => {
    const accent = (text: string, x: number) => ({ ...glyph(text, x, 97), font: { ...font, name: 'CMSS10' } })
    const drawn = [accent('¯', 10), glyph('f', 10), accent('ˆ', 15), glyph('θ', 15)]
    expect(textOf(drawn)).toEqual(['f\u0304', 'θ\u0302'])
    expect(textOf(drawn.map((one) => ({ ...one, font })))).toEqual(['¯', 'f', 'ˆ', 'θ'])
  })

  test('leaves an accent alone that makes no letter', () => {
    expect(textOf([glyph('¸', 10), glyph('m', 10)])).toEqual(['¸', 'm'])
  })

  test('finds the letter wherever it lies, and takes no time on a page full of accents', () => {
    const places = Array.from(
      { length: 40_000 },
      (_, n) => [(n % 200) * 7.3 - 50, Math.floor(n / 200) * 13.7 - 90] as const,
    )
    const letters = places.map(([x, y]) => glyph('e', x, y))
    const accents = places.map(([x, y], n) => glyph('´', x + (n % 5) - 2, y + (n % 9) - 4))
    const stray = places.map(([x, y]) => glyph('^', x + 5_000, y))
    const started = performance.now()
    const texts = textOf([...accents, ...letters, ...stray])
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(texts.filter((text) => text === 'é')).toHaveLength(40_000)
    expect(texts.filter((text) => text === '^')).toHaveLength(40_000)
  })
})
