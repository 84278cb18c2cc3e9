import type { Glyph } from '../engine/pdf-document.ts'

/** A gap wider than this many font sizes ends a run; a narrower one is a space between words at the most. */
export const WIDEST_GAP = 0.8
/** Letters may overlap by this many font sizes. */
const OVERLAP = 0.6
/** Raised or lowered letters are smaller than the line by this factor and nearer to it than this many font sizes. */
export const SCRIPT_SIZE = 0.85
/** Letters shifted by this much of their size or more are raised or lowered. */
export const SCRIPT_SHIFT = 0.6
/** A letter before the first of several lines is larger than they are by this factor. */
export const INITIAL = 1.6
/** Letters further from the baseline than this many font sizes are on another line. */
export const SAME_LINE = 0.25

const FIRST_RIGHT_TO_LEFT = '\u0590'
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u

/** Letters that follow each other as they are drawn and as they stand: one line, no wide gap. */
export type Run = Glyph[]

/** Cuts the letters of a page, in the order in which they are drawn, into runs. */
export function buildRuns(glyphs: readonly Glyph[]): Run[] {
  const runs: Run[] = []
  let base: Glyph | undefined
  for (const glyph of glyphs) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && base !== undefined && continues(last, base, glyph)) {
      run.push(glyph)
      if (glyph.size > base.size && glyph.text !== ' ') base = glyph
    } else if (glyph.text !== ' ') {
      runs.push([glyph])
      base = glyph
    } else base = undefined
  }
  return runs
}

function continues(last: Glyph, base: Glyph, glyph: Glyph): boolean {
  const size = Math.max(base.size, glyph.size)
  if (!isOnLine(base, glyph, size) || (last === base && isInitial(base, glyph))) return false
  if (glyph.x === last.x) return true // a letter of a ligature, which all stand where it does
  const forward = glyph.x - last.x - last.advance
  return forward > -OVERLAP * size && forward < WIDEST_GAP * size
}

/** Whether a letter stands on the line of another, or is raised or lowered beside it. */
export function isOnLine(base: Glyph, glyph: Glyph, size: number): boolean {
  const shift = Math.abs(glyph.y - base.y)
  if (shift <= SAME_LINE * Math.min(base.size, glyph.size)) return true
  return Math.min(base.size, glyph.size) < SCRIPT_SIZE * size && shift < SCRIPT_SHIFT * size
}

/** Whether a large letter stands beside several lines, of which the first goes on with its word higher up. */
function isInitial(letter: Glyph, { size, y }: Glyph): boolean {
  return letter.size >= INITIAL * size && letter.y - y > SCRIPT_SIZE * size && /^\p{Lu}$/u.test(letter.text)
}

/** Whether a text has letters that are written from right to left. */
export function isRightToLeft(text: string): boolean {
  return (text.length > 1 || text >= FIRST_RIGHT_TO_LEFT) && RIGHT_TO_LEFT.test(text)
}
