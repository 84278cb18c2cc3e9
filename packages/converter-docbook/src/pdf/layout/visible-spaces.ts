import type { Font, Glyph } from '../engine/pdf-document.ts'
import { median } from './median.ts'

/** Letters further apart than others of their font and line by this many font sizes have something between them. */
const LEAST_SPACE = 0.02
/** Letters that follow each other on a line are no further apart than this many font sizes. */
const SAME_WORD = 0.6

/**
 * The letters of a page without the spaces that no eye sees: some programs draw one after every letter of a font with fixed
 * widths, and go back to where the next one belongs.
 */
export function visibleSpaces(glyphs: readonly Glyph[]): readonly Glyph[] {
  const hidden = new Set<Glyph>()
  let usual: UsualGaps | undefined
  for (const [i, glyph] of glyphs.entries()) {
    if (glyph.text !== ' ') continue
    const gap = gapBetween(glyphs[i - 1], glyphs[i + 1])
    if (gap === undefined || gap > LEAST_SPACE) continue
    usual ??= usualGaps(glyphs)
    if (gap - (usual.get(glyph.font)?.get(glyph.y) ?? 0) <= LEAST_SPACE) hidden.add(glyph)
  }
  return hidden.size === 0 ? glyphs : glyphs.filter((glyph) => !hidden.has(glyph))
}

/** How far two letters of one font are apart, in font sizes; undefined where one does not follow the other. */
function gapBetween(before: Glyph | undefined, after: Glyph | undefined): number | undefined {
  if (before === undefined || after === undefined || before.text === ' ' || after.text === ' ') return undefined
  if (before.font !== after.font || before.y !== after.y || before.size !== after.size) return undefined
  const gap = (after.x - before.x - before.advance) / before.size
  return Math.abs(gap) < SAME_WORD ? gap : undefined
}

/** By font and baseline. */
type UsualGaps = ReadonlyMap<Font, ReadonlyMap<number, number>>

/** How far letters without a space between are apart in each font and line: nothing, but where they are set very close. */
function usualGaps(glyphs: readonly Glyph[]): UsualGaps {
  const lines = new Map<Font, Map<number, number[]>>()
  for (const [i, glyph] of glyphs.entries()) {
    const gap = gapBetween(glyphs[i - 1], glyph)
    if (gap === undefined) continue
    const own = lines.get(glyph.font) ?? new Map<number, number[]>()
    lines.set(glyph.font, own)
    const gaps = own.get(glyph.y)
    if (gaps === undefined) own.set(glyph.y, [gap])
    else gaps.push(gap)
  }
  const usual = (gaps: number[]) => Math.min(0, median(gaps))
  return new Map([...lines].map(([font, own]) => [font, new Map([...own].map(([y, gaps]) => [y, usual(gaps)]))]))
}
