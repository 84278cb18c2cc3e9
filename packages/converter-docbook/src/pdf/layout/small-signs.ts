import { UNKNOWN_LETTER } from '../engine/letter-text.ts'
import type { Glyph } from '../engine/pdf-document.ts'

/** Signs that are no larger than this share of the letters before them have the size of their ink. */
const SMALL = 0.6
/** They stand no higher or lower, and no further behind the letter, than this many of its font sizes. */
const NEAR = 1
const BESIDE = 0.8
/** So many letters after a sign are looked at for the one that ends its place. */
const AHEAD = 3

const SIGN = /^[、。，．；：！？,.;:!?“”‘’「」『』（）《》〈〉()…·—]$/
const IDEOGRAM = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * Signs of Chinese and Japanese text on the line of the letter before them, in its size and as wide as it. Programs that read scans may
 * give each letter the box of its ink for a font size: a full stop then is a third as large as its line, and stands above it.
 */
export function withSmallSigns(glyphs: readonly Glyph[]): readonly Glyph[] {
  const placed: Glyph[] = []
  let letter: Glyph | undefined
  for (const [i, glyph] of glyphs.entries()) {
    const end = endOf(placed.at(-1))
    if (letter !== undefined && isSmallSign(glyph, letter) && isBeside(glyph, letter, end)) {
      const room = (glyphs.slice(i + 1, i + 1 + AHEAD).find(({ x }) => x > glyph.x)?.x ?? Infinity) - glyph.x
      const advance = Math.max(glyph.advance, Math.min(letter.size, room))
      placed.push({ ...glyph, y: letter.y, size: letter.size, advance })
    } else {
      letter = IDEOGRAM.test(glyph.text) ? glyph : undefined
      placed.push(glyph)
    }
  }
  return placed
}

function endOf(glyph: Glyph | undefined): number {
  return glyph === undefined ? 0 : glyph.x + glyph.advance
}

function isSmallSign({ text, size }: Glyph, letter: Glyph): boolean {
  return size < SMALL * letter.size && (SIGN.test(text) || text === UNKNOWN_LETTER)
}

function isOnLine(glyph: Glyph, letter: Glyph): boolean {
  return Math.abs(glyph.y - letter.y) < NEAR * letter.size
}

function isBeside(sign: Glyph, letter: Glyph, end: number): boolean {
  return isOnLine(sign, letter) && sign.x > letter.x && sign.x - end < BESIDE * letter.size
}
