import type { Glyph } from '../engine/pdf-document.ts'
import type { Run } from './build-runs.ts'

/** A gap of more than this many font sizes is a space. */
const WORD_GAP = 0.1
/** One between two letters of one font, where most others touch and no space is drawn. */
const LETTER_GAP = 0.08
const TOUCHING = 0.02
/** Letters that are spaced out by more than this many font sizes, and the wider gap that then is a space. */
const TRACKING = 0.06
/** Fewer letters say nothing about how they are spaced. */
const LEAST_LETTERS = 5
/** So many gaps in a row, no wider than this, are those of a word that is spaced out. */
const LEAST_TRACKED = 4
const WIDEST_TRACKING = 0.22
/** A letter that the one before it covers by this many font sizes is part of a ligature; how wide it is, is not known. */
const COVERED = 0.1

/** Whether a space stands between two letters of a run that follow each other. */
export type IsApart = (left: Glyph, right: Glyph) => boolean

/** Finds the spaces of a run: its gaps are wider where its letters are spaced out, narrower where they touch. */
export function wordGaps(run: Run): IsApart {
  const letters = run.filter(({ text }) => text !== ' ')
  const inWord = letters.slice(1).flatMap((glyph, i) => {
    const last = letters[i]
    return last !== undefined && areLetters(last, glyph) ? [(glyph.x - last.x - last.advance) / glyph.size] : []
  })
  const usual = inWord.length < LEAST_LETTERS ? 0 : (inWord.sort((a, b) => a - b)[Math.floor(inWord.length * 0.3)] ?? 0)
  const least = usual > TRACKING ? usual * 1.5 + WORD_GAP : WORD_GAP
  const isTight = inWord.length >= LEAST_LETTERS && letters.length === run.length && Math.abs(usual) < TOUCHING
  const closed = closedLetters(letters)
  return (left, right) => {
    if (left.text === ' ' || right.text === ' ') return false
    const size = Math.min(left.size, right.size)
    const gap = (right.x - left.x - left.advance) / size
    if (gap <= LETTER_GAP || closed.tracked.has(right)) return false
    const isNarrow = isTight && !closed.covered.has(left) && areInFont(left, right)
    const wide = isNarrow ? LETTER_GAP : least
    return gap > wide && !(isCombining(right.text) && gap < 2 * wide)
  }
}

/** Letters that belong to the one before them: those of words that are spaced out, and those of ligatures. */
function closedLetters(letters: Run): { tracked: ReadonlySet<Glyph>; covered: ReadonlySet<Glyph> } {
  const [tracked, covered] = [new Set<Glyph>(), new Set<Glyph>()]
  let row: Glyph[] = []
  const close = () => {
    if (row.length >= LEAST_TRACKED) for (const glyph of row) tracked.add(glyph)
    if (row.length > 0) row = []
  }
  for (const [i, glyph] of letters.entries()) {
    const last = letters[i - 1]
    if (last === undefined) continue
    const gap = (glyph.x - last.x - last.advance) / glyph.size
    if (gap < -COVERED) covered.add(glyph)
    if (gap > TRACKING && gap < WIDEST_TRACKING && areLetters(last, glyph)) row.push(glyph)
    else close()
  }
  close()
  return { tracked, covered }
}

function areInFont(left: Glyph, right: Glyph): boolean {
  return left.font === right.font && left.y === right.y && areLetters(left, right)
}

function areLetters(left: Glyph, right: Glyph): boolean {
  return /\p{L}/u.test(left.text) && /\p{L}/u.test(right.text)
}

function isCombining(text: string): boolean {
  return /\p{M}/u.test(text)
}
