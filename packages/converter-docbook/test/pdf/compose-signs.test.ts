import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { composeSigns } from '../../src/pdf/layout/compose-signs.ts'

const font = { name: 'F', isBold: false, isItalic: false, isFixed: false }
const glyph = (text: string, x: number, y = 100, advance = 5): Glyph => ({
  ...{ text, x, y, advance },
  ...{ size: 10, font, angle: 0 },
})
const textOf = (...glyphs: Glyph[]) => composeSigns(glyphs).map(({ text }) => text)

describe('composeSigns', () => {
  test('negates the sign that a stroke is drawn over, or before', () => {
    expect(textOf(glyph('\u0338', 10), glyph('=', 10))).toEqual(['≠'])
    expect(textOf(glyph('a', 5), glyph('\u0338', 10, 100, 0), glyph('∈', 10), glyph('b', 15))).toEqual(['a', '∉', 'b'])
    expect(textOf(glyph('\u0338', 10), glyph('⊂', 15))).toEqual(['⊄'])
  })

  test('makes a stroke of its own where it negates nothing', () => {
    expect(textOf(glyph('\u0338', 10), glyph('a', 10))).toEqual(['/', 'a'])
    expect(textOf(glyph('\u0338', 10), glyph('=', 40))).toEqual(['/', '='])
    expect(textOf(glyph('\u0338', 10), glyph('=', 10, 130))).toEqual(['/', '='])
  })

  test('joins arrows with their ends', () => {
    expect(textOf(glyph('↦', 10, 100, 0), glyph('→', 10))).toEqual(['↦'])
    expect(textOf(glyph('←', 10), glyph('↩', 15))).toEqual(['↩'])
    expect(composeSigns([glyph('↪', 10), glyph('→', 15)])).toMatchObject([{ text: '↪', x: 10, advance: 10 }])
  })
})
