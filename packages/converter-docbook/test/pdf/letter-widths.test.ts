import { describe, expect, test } from 'vitest'
import { LetterWidths } from '../../src/pdf/engine/letter-widths.ts'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'

const font = { name: 'F', isBold: false, isItalic: false, isFixed: false }
const glyph = (text: string, advance: number): Glyph => ({ text, x: 0, y: 0, advance, size: 10, font, angle: 0 })

/** Nine letters whose boxes are 5 wide and not filled. */
function seeOthers(widths: LetterWidths, width: number): void {
  for (let n = 0; n < 9; n++) widths.see({ font: 1, glyph: glyph('n', 5), width, ink: 4.5 })
}

describe('LetterWidths', () => {
  const f = glyph('f', 5)

  test('takes the width of a letter whose ink fills its box from its font', () => {
    const widths = new LetterWidths()
    for (let n = 0; n < 9; n++) widths.agree(1)
    widths.see({ font: 1, glyph: f, width: 3, ink: 5 })
    expect([...widths.narrower()]).toEqual([[f, { ...f, advance: 3, reach: 5 }]])
  })

  test.each([
    ['wider', 6],
    ['narrower', 4],
  ])('does not believe a font that says that its letters are %s than they are', (_, width) => {
    const widths = new LetterWidths()
    seeOthers(widths, width)
    widths.see({ font: 1, glyph: f, width: 3, ink: 5 })
    widths.see({ font: 2, glyph: f, width: 3, ink: 5 })
    expect([...widths.narrower().values()]).toEqual([{ ...f, advance: 3, reach: 5 }])
  })

  test('does not believe a width that would be much less than the ink', () => {
    const widths = new LetterWidths()
    widths.see({ font: 1, glyph: f, width: 1.5, ink: 5 })
    expect(widths.narrower().size).toBe(0)
  })
})
