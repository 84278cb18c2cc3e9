import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'

const FONT = { name: 'F', isBold: false, isItalic: false, isFixed: false }

/** Letters of a line, half as wide as they are large, beside each other from `x` on; a blank is a gap. */
export function setLetters(text: string, { x = 0, y = 100, size = 10, font = FONT } = {}): Glyph[] {
  const glyphs = [...text].map((letter, n) => ({
    ...{ text: letter, x: x + (n * size) / 2, y, advance: size / 2 },
    ...{ size, font, angle: 0 },
  }))
  return glyphs.filter((glyph) => glyph.text !== ' ')
}
