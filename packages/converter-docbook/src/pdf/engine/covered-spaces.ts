import type { Glyph } from './pdf-document.ts'

/** The edges of two letters are at one place when they are no further apart than this many font sizes. */
const EDGE = 0.01

/**
 * Whether a space is covered by the letter before it: a ligature may stand for as many codes as it has letters, and the
 * other codes are spaces over which it reaches.
 */
export function isCovered({ text, x, y, advance, size }: Glyph, last: Glyph | undefined): boolean {
  if (text !== ' ' || last === undefined || last.text === ' ' || y !== last.y) return false
  return x > last.x && x + advance < last.x + last.advance + EDGE * size
}
