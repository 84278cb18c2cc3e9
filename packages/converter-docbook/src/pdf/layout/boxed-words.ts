import type { Glyph } from '../engine/pdf-document.ts'
import { median } from './median.ts'

/** Letters and marks that reach below the baseline. */
const DEEP = /[gjpqyQ,;()]/
/** What has fewer letters may be the mark of a note or of a list. */
const LEAST_LETTERS = 2
/** Words next to each other are of one line when their lower edges differ by less than this many font sizes. */
const SAME_LINE = 0.6
/** Pairs of words, one deep and one not, by which a page is judged. */
const LEAST_PAIRS = 12
/** Words take their sizes from their boxes, too: a page has at least so many sizes. */
const LEAST_SIZES = 8
/** How much lower deep words stand where lower edges are taken for baselines, in font sizes. */
const [LEAST_DEPTH, MOST_DEPTH] = [0.12, 0.5]
/** The share of the pairs in which the deep word is lower. */
const MOSTLY = 0.85
/** By how much other words of a line differ at most, against that depth. */
const LEVEL = 0.4

/** A run of letters on one level. */
interface Word {
  readonly from: number
  readonly to: number
  readonly y: number
  readonly size: number
  readonly isDeep: boolean
  readonly letters: number
}

/**
 * Letters on their baselines. Programs that read scans may put each word with the lower edge of its box on the line, so
 * that words with letters like g and p stand lower than others; where a page is written so, these are lifted.
 */
export function onBaselines(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (new Set(glyphs.map(({ size }) => size)).size < LEAST_SIZES) return glyphs
  const words = toWords(glyphs)
  const depth = depthOf(words, glyphs)
  if (depth === undefined) return glyphs
  const lifted = [...glyphs]
  for (const { from, to, isDeep } of words) {
    if (!isDeep) continue
    for (const [i, glyph] of glyphs.slice(from, to).entries()) lifted[from + i] = { ...glyph, y: glyph.y - depth }
  }
  return lifted
}

function toWords(glyphs: readonly Glyph[]): Word[] {
  const words: Word[] = []
  for (let from = 0; from < glyphs.length; ) {
    const { y, size } = glyphs[from] as Glyph
    let to = from
    while (glyphs[to]?.y === y && glyphs[to]?.size === size) to++
    const texts = glyphs.slice(from, to).map(({ text }) => text)
    const isDeep = texts.some((text) => DEEP.test(text))
    words.push({ from, to, y, size, isDeep, letters: texts.filter((text) => /\p{L}/u.test(text)).length })
    from = to
  }
  return words
}

/** How much lower the deep words of a page stand; undefined where they stand with the others. */
function depthOf(words: readonly Word[], glyphs: readonly Glyph[]): number | undefined {
  const pairs = words.flatMap((word, i) => {
    const last = words[i - 1]
    return last !== undefined && isSameLine(last, word, glyphs) ? [[last, word] as const] : []
  })
  const depths = pairs.flatMap(([a, b]) => (a.isDeep === b.isDeep ? [] : [a.isDeep ? a.y - b.y : b.y - a.y]))
  if (depths.length < LEAST_PAIRS) return undefined
  const size = median(words.map((word) => word.size))
  const depth = median(depths)
  const others = pairs.flatMap(([a, b]) => (a.isDeep === b.isDeep ? [Math.abs(a.y - b.y)] : []))
  const isBoxed =
    depth > LEAST_DEPTH * size &&
    depth < MOST_DEPTH * size &&
    depths.filter((one) => one > depth / 2).length >= MOSTLY * depths.length &&
    median(others) < LEVEL * depth
  return isBoxed ? depth : undefined
}

function isSameLine(a: Word, b: Word, glyphs: readonly Glyph[]): boolean {
  if (a.letters < LEAST_LETTERS || b.letters < LEAST_LETTERS) return false
  const [left, right] = [glyphs[a.to - 1]?.x ?? 0, glyphs[b.from]?.x ?? 0]
  return right > left && Math.abs(a.y - b.y) < SAME_LINE * Math.max(a.size, b.size)
}
