import type { Glyph } from '../engine/pdf-document.ts'
import { isHangingFont } from '../engine/tex-letters.ts'

const ROOT = '√'
const LARGE = /^[√∑∏∐∫∮⋃⋂⋁⋀]$/u
/** In fonts of large signs alone. */
const BRACKET = /^[()[\]{}⟨⟩⌊⌋⌈⌉|‖/]$/u
/** What stands below a root begins no further from its end than this many font sizes of the root. */
const BESIDE = 0.4
/** It stands so much lower than the root, in font sizes: more is another line. */
const [LEAST_DROP, MOST_DROP] = [0.25, 2.5]
/** By how much the line of another sign is lower, and how far away the letter is that says so. */
const [LEAST_SUM_DROP, MOST_SUM_DROP] = [0.5, 1.5]
const SUM_BESIDE = 1
/** What is smaller than the sign by this factor is above or below it. */
const LIMIT_SIZE = 0.85
/** So many letters after a sign are looked at. */
const AHEAD = 12

/**
 * Signs of TeX on the line that they belong to: roots, sums, integrals and large brackets hang from their own baseline, which puts them
 * on a line above.
 */
export function hangingOnLine(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(isHanging)) return glyphs
  const placed = [...glyphs]
  // From the last to the first: a root may stand below another.
  for (let i = placed.length - 1; i >= 0; i--) {
    const sign = placed[i] as Glyph
    if (!isHanging(sign)) continue
    const line = sign.text === ROOT ? lineOfRoot(sign, placed[i + 1]) : lineOfSum(placed, i)
    if (line !== undefined) placed[i] = { ...sign, y: line.y }
  }
  return placed
}

function isHanging({ text, font }: Glyph): boolean {
  return LARGE.test(text) || (BRACKET.test(text) && isHangingFont(font.name))
}

/** TeX draws what stands below a root right after it. */
function lineOfRoot(root: Glyph, below: Glyph | undefined): Glyph | undefined {
  if (below === undefined) return undefined
  const gap = Math.abs(below.x - root.x - root.advance)
  const drop = below.y - root.y
  const isBelow = gap < BESIDE * root.size && drop > LEAST_DROP * root.size && drop < MOST_DROP * root.size
  return isBelow ? below : undefined
}

/** The letter before a sum or a bracket, or the first one after its limits. */
function lineOfSum(glyphs: readonly Glyph[], at: number): Glyph | undefined {
  const sum = glyphs[at] as Glyph
  const isOnLine = ({ y, size }: Glyph) => {
    const drop = (y - sum.y) / sum.size
    return size > LIMIT_SIZE * sum.size && drop > LEAST_SUM_DROP && drop < MOST_SUM_DROP
  }
  const before = glyphs[at - 1]
  const gap = before === undefined ? Infinity : sum.x - before.x - before.advance
  if (before !== undefined && isOnLine(before) && gap > -BESIDE * sum.size && gap < SUM_BESIDE * sum.size) return before
  return glyphs.slice(at + 1, at + 1 + AHEAD).find((glyph) => isOnLine(glyph) && glyph.x > sum.x)
}
