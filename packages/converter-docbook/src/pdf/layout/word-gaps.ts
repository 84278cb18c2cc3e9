import type { Font, Glyph } from '../engine/pdf-document.ts'
import type { Run } from './build-runs.ts'

/** A gap of more than this many font sizes is a space. */
const WORD_GAP = 0.1
/** One between two letters of one font, where most others touch and no space is drawn. */
const LETTER_GAP = 0.08
const TOUCHING = 0.02
/** Letters that are spaced out by more than this many font sizes, and the wider gap that then is a space. */
export const TRACKING = 0.06
/** Fewer letters say nothing about how they are spaced. */
const LEAST_LETTERS = 5
/** Fewer pairs of letters on a page say nothing about their font. */
const LEAST_OF_FONT = 8
/** So many gaps in a row are those of a word that is spaced out, if they are no wider than this many font sizes. */
export const LEAST_TRACKED = 4
/** See {@link LEAST_TRACKED}. */
export const WIDEST_TRACKING = 0.22
/** A letter that the one before it covers by this many font sizes is part of a ligature; how wide it is, is not known. */
const COVERED = 0.1

/** Chinese and Japanese letters are no words of their own where they are spaced out by no more than this many font sizes. */
const IDEOGRAM_GAP = 0.3
const FIRST_IDEOGRAM = '\u2E80'

/** Whether a space stands between two letters of a run that follow each other. */
export type IsApart = (left: Glyph, right: Glyph) => boolean

/** How far letters are apart within words, in font sizes, by their font and size. */
export type FontGaps = ReadonlyMap<Font, ReadonlyMap<number, number>>

/** Finds the fonts of a page that are spaced out throughout, as those of code are that is set in columns of one width. */
export function fontGaps(runs: readonly Run[]): FontGaps {
  const pairs = runs.flatMap((run) =>
    run.slice(1).flatMap((glyph, i) => {
      const last = run[i]
      if (last?.font !== glyph.font || last.size !== glyph.size || !areLetters(last, glyph)) return []
      return [{ font: glyph.font, size: glyph.size, gap: gapBetween(last, glyph) }]
    }),
  )
  const usual = (own: typeof pairs) => {
    const gap = usualGap(own.map((pair) => pair.gap))
    return own.length >= LEAST_OF_FONT && gap < WIDEST_TRACKING ? gap : 0
  }
  const bySize = (own: typeof pairs) => Map.groupBy(own, ({ size }) => size)
  const fonts = Map.groupBy(pairs, ({ font }) => font)
  return new Map(
    [...fonts].map(([font, own]) => [font, new Map([...bySize(own)].map(([size, some]) => [size, usual(some)]))]),
  )
}

/**
 * Finds the spaces of a run: its gaps are wider where its letters are spaced out, narrower where they touch. Few letters are
 * spaced as those of their font are elsewhere on the page.
 */
export function wordGaps(run: Run, fonts: FontGaps): IsApart {
  const letters = run.filter(({ text }) => text !== ' ')
  const inWord = letters.slice(1).flatMap((glyph, i) => {
    const last = letters[i]
    return last !== undefined && areLetters(last, glyph) ? [gapBetween(last, glyph)] : []
  })
  const [first] = letters
  const ofFont = first && fonts.get(first.font)?.get(first.size)
  const usual = inWord.length >= LEAST_LETTERS ? usualGap(inWord) : (ofFont ?? 0)
  const least = usual > TRACKING ? usual * 1.5 + WORD_GAP : WORD_GAP
  const isTight = inWord.length >= LEAST_LETTERS && letters.length === run.length && Math.abs(usual) < TOUCHING
  const closed = closedLetters(letters)
  return (left, right) => {
    if (left.text === ' ' || right.text === ' ') return false
    const size = Math.min(left.size, right.size)
    const gap = (right.x - left.x - left.advance) / size
    if (gap <= LETTER_GAP || closed.tracked.has(right) || touches(left, right)) return false
    if (gap < IDEOGRAM_GAP && areOfIdeograms(left.text, right.text)) return false
    const isNarrow = isTight && left.reach === undefined && !closed.covered.has(left) && areInFont(left, right)
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
    const gap = gapBetween(last, glyph)
    if (gap < -COVERED) covered.add(glyph)
    if (gap > TRACKING && gap < WIDEST_TRACKING && areLetters(last, glyph)) row.push(glyph)
    else close()
  }
  close()
  return { tracked, covered }
}

/** Whether the ink of a letter reaches over the gap to the next one, so that nobody sees it. */
function touches({ x, reach = 0 }: Glyph, right: Glyph): boolean {
  return right.x <= x + reach
}

/** In sizes of the second letter. */
function gapBetween(left: Glyph, right: Glyph): number {
  return (right.x - left.x - left.advance) / right.size
}

/** What most gaps are at least: those between words may be among them. */
function usualGap(gaps: readonly number[]): number {
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.3)] ?? 0
}

function areInFont(left: Glyph, right: Glyph): boolean {
  return left.font === right.font && left.y === right.y && areLetters(left, right)
}

function areLetters(left: Glyph, right: Glyph): boolean {
  return /\p{L}/u.test(left.text) && /\p{L}/u.test(right.text)
}

/** Whether both are Chinese or Japanese letters, or one is a sign beside one. */
function areOfIdeograms(left: string, right: string): boolean {
  if (left < FIRST_IDEOGRAM && right < FIRST_IDEOGRAM) return false
  const isOne = (text: string) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
  const isSign = (text: string) => /\p{P}/u.test(text)
  return isOne(left) ? isOne(right) || isSign(right) : isOne(right) && isSign(left)
}

function isCombining(text: string): boolean {
  return /\p{M}/u.test(text)
}
