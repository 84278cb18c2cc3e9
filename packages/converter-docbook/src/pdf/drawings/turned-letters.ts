import type { Box, Glyph } from '../engine/pdf-document.ts'
import type { Segment } from '../layout/text-line.ts'
import { directionOf } from '../layout/upright.ts'
import { pageSegments } from '../page-segments.ts'

/** The letters of a page that are not upright. */
export function turnedLetters(glyphs: readonly Glyph[]): Glyph[] {
  return glyphs.filter(({ angle }) => angle !== 0 && directionOf(angle) !== 0)
}

/** About where a letter that is turned stands. */
export function turnedBox({ x, y, advance, size, angle }: Glyph): Box {
  const radians = (angle * Math.PI) / 180
  const [endX, endY] = [x + advance * Math.cos(radians), y + advance * Math.sin(radians)]
  const [topX, topY] = [x + size * Math.sin(radians), y - size * Math.cos(radians)]
  return {
    left: Math.min(x, endX, topX),
    top: Math.min(y, endY, topY),
    right: Math.max(x, endX, topX),
    bottom: Math.max(y, endY, topY),
  }
}

/** Letters that are turned as text, each direction for itself. */
export function turnedText(glyphs: readonly Glyph[]): ReadonlyArray<readonly Segment[]> {
  const { segments, turned } = pageSegments(glyphs, new Map(), [])
  return [segments, ...turned].filter((group) => group.length > 0)
}
