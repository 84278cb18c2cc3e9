import bidiJs from 'bidi-js'
import type { Glyph } from '../../engine/pdf-document.ts'
import { isOnLine, isRightToLeft, type Run, WIDEST_GAP } from '../build-runs.ts'
import { median } from '../median.ts'
import { LEAST_TRACKED, TRACKING, WIDEST_TRACKING } from '../word-gaps.ts'
import { type Cluster, isMark, toClusters } from './letter-clusters.ts'

// Its types speak of an ES module; what Node loads is CommonJS, whose only export is the function.
const bidi = (bidiJs as unknown as typeof bidiJs.default)()

/** A gap of more than this many font sizes is a space. */
const WORD_GAP = 0.1
/** One where a space is drawn. */
const DRAWN_GAP = 0.05
/** One beside letters at one place, whose width is not known for sure. */
const LIGATURE_GAP = 0.25
/** Letters of which most overlap by more than this many font sizes are set closer than they are wide. */
const OVERLAP = 0.1
/** So many lines above a letter are looked at. */
const NEAR = 4
/** A page that has this share of its letters in a script that is written from right to left is written so. */
const BACKWARD = 1 / 3
const OPENING = /^[([{«<]$/
const CLOSING = /^[)\]}»>]$/
const ROUND = /^[()]$/

/** From right to left, or from left to right. */
export type Direction = 'rtl' | 'ltr'

/** The letters of a page, apart by the way in which they are put together. */
export interface RightToLeft {
  /** Pieces of lines that have letters written from right to left: as they are read, with their spaces. */
  readonly runs: readonly Run[]
  /** All others, as they were drawn. */
  readonly others: readonly Glyph[]
}

/**
 * Puts the letters of lines that run from right to left in the order in which they are read. How they were drawn says
 * little: engines guess at it. So they are taken as they stand, from left to right, and turned by the Unicode
 * Bidirectional Algorithm, which undoes what it does when the line is set.
 */
export function rightToLeftRuns(glyphs: readonly Glyph[], direction: Direction): RightToLeft {
  const isOwn = (some: readonly Glyph[]) => hasRightToLeft(some) || (direction === 'rtl' && !some.some(isLetter))
  if (direction === 'ltr' && !hasRightToLeft(glyphs)) return { runs: [], others: glyphs }
  const lines = toLines(glyphs)
  const pieces = lines.flatMap((line) => toPieces(toClusters(line))).filter((piece) => isOwn(lettersOf(piece)))
  const taken = new Set(pieces.flatMap(lettersOf))
  const runs = pieces.map((piece) => inLogicalOrder(piece, direction))
  const isMirrored = areMirrored(runs)
  return {
    runs: runs.map((run) => inPairs(isMirrored ? run.map(mirrored) : run.map(({ glyph }) => glyph))),
    others: glyphs.filter((glyph) => !taken.has(glyph)),
  }
}

/** The direction in which a page is written; there may be much else on it, as code is in a manual. */
export function writingDirection(glyphs: readonly Glyph[]): Direction {
  if (!hasRightToLeft(glyphs)) return 'ltr'
  const letters = glyphs.filter(isLetter)
  const isBackward = letters.filter(({ text }) => isRightToLeft(text)).length > letters.length * BACKWARD
  return isBackward ? 'rtl' : 'ltr'
}

function isLetter({ text }: Glyph): boolean {
  return /^\p{L}/u.test(text)
}

/** Letters by the line on which they stand, as they were drawn; marks are with the nearest line. */
function toLines(glyphs: readonly Glyph[]): Glyph[][] {
  const lines: Array<{ base: Glyph; glyphs: Glyph[] }> = []
  for (const glyph of glyphs.filter((one) => !isMark(one)).sort((a, b) => a.y - b.y)) {
    const line = lines.slice(-NEAR).findLast(({ base }) => isOnLine(base, glyph, Math.max(base.size, glyph.size)))
    if (line === undefined) lines.push({ base: glyph, glyphs: [glyph] })
    else {
      line.glyphs.push(glyph)
      if (glyph.size > line.base.size && glyph.text !== ' ') line.base = glyph
    }
  }
  let above = 0
  for (const mark of glyphs.filter(isMark).sort((a, b) => a.y - b.y)) {
    while ((lines[above + 1]?.base.y ?? Infinity) <= mark.y) above++
    const [first, second] = [lines[above], lines[above + 1]]
    const isBelow = second !== undefined && second.base.y - mark.y < Math.abs(mark.y - (first?.base.y ?? -Infinity))
    const line = isBelow ? second : first
    if (line === undefined || Math.abs(line.base.y - mark.y) > mark.size) lines.push({ base: mark, glyphs: [mark] })
    else line.glyphs.push(mark)
  }
  const drawn = new Map(glyphs.map((glyph, i) => [glyph, i]))
  return lines.map((line) => line.glyphs.sort((a, b) => (drawn.get(a) ?? 0) - (drawn.get(b) ?? 0)))
}

function hasRightToLeft(glyphs: readonly Glyph[]): boolean {
  return glyphs.some(({ text }) => isRightToLeft(text))
}

function lettersOf(piece: readonly Cluster[]): Glyph[] {
  return piece.flatMap(({ glyphs }) => glyphs)
}

/** What stands without a wide gap, from left to right. */
function toPieces(clusters: readonly Cluster[]): Cluster[][] {
  const pieces: Cluster[][] = []
  let right = -Infinity
  for (const cluster of clusters.toSorted((a, b) => a.left + a.right - b.left - b.right)) {
    if (cluster.left - right < WIDEST_GAP * sizeOf(cluster)) pieces.at(-1)?.push(cluster)
    else pieces.push([cluster])
    right = pieces.at(-1)?.length === 1 ? cluster.right : Math.max(right, cluster.right)
  }
  return pieces
}

function sizeOf({ glyphs }: Cluster): number {
  return glyphs[0]?.size ?? 0
}

/** A letter with the direction in which it is read. */
interface Directed {
  readonly glyph: Glyph
  readonly isBackward: boolean
}

function inLogicalOrder(piece: readonly Cluster[], direction: Direction): Directed[] {
  const usual = usualGap(piece)
  const hasSpaces = piece.some((cluster, i) => i > 0 && isSpaceDrawn(piece[i - 1] ?? cluster, cluster))
  const signs = piece.flatMap((cluster, i) => {
    const before = piece[i - 1]
    // Where spaces are drawn, letters that overlap less than others are no reason for more.
    const isOpen = !hasSpaces || (before !== undefined && isSpaceDrawn(before, cluster))
    const space = spaceBetween(before, cluster, isOpen ? usual : Math.max(usual, 0))
    return space === undefined ? [cluster] : [space, cluster]
  })
  const text = signs.map(unitOf).join('')
  const found = bidi.getEmbeddingLevels(text, direction)
  return bidi.getReorderedIndices(text, found).flatMap((i) => {
    const turned = (found.levels[i] ?? 0) % 2 === 1
    return (signs[i]?.glyphs ?? []).map((glyph) => ({ glyph, isBackward: turned }))
  })
}

function spaceBetween(before: Cluster | undefined, after: Cluster, usual: number): Cluster | undefined {
  const [glyph] = after.glyphs
  if (before === undefined || glyph === undefined) return undefined
  if (gapBetween(before, after) - usual <= leastGap(before, after)) return undefined
  const [left, right] = [before.right, after.left]
  return { ...after, glyphs: [{ ...glyph, text: ' ', x: left, advance: right - left }], left, right }
}

/** How far letters of a word are from each other: nothing, but where they are set closer than they are wide, or are spaced out. */
function usualGap(piece: readonly Cluster[]): number {
  const pairs = piece.slice(1).map((right, i) => ({ left: piece[i] ?? right, right }))
  const usual = median(pairs.map(({ left, right }) => gapBetween(left, right)))
  if (usual < -OVERLAP) return usual
  const inWords = pairs.filter(({ left, right }) => !isSpaceDrawn(left, right))
  const tracking = median(inWords.map(({ left, right }) => gapBetween(left, right)))
  return inWords.length >= LEAST_TRACKED && tracking > TRACKING && tracking < WIDEST_TRACKING ? tracking : 0
}

/** In font sizes. */
function gapBetween(left: Cluster, right: Cluster): number {
  return (right.left - left.right) / Math.min(sizeOf(left), sizeOf(right))
}

function leastGap(left: Cluster, right: Cluster): number {
  if (isSpaceDrawn(left, right)) return DRAWN_GAP
  const [first, ...others] = left.glyphs
  return others.some(({ x }) => x === first?.x) ? LIGATURE_GAP : WORD_GAP
}

function isSpaceDrawn({ hasSpace: a }: Cluster, { hasSpace: b }: Cluster): boolean {
  return (a.before && b.after) || (a.after && b.before)
}

/** One character of a string that stands for a cluster. */
function unitOf({ glyphs }: Cluster): string {
  const text = glyphs[0]?.text ?? ' '
  if ((text.codePointAt(0) ?? 0) < 0x10000) return text.charAt(0)
  return isRightToLeft(text) ? 'א' : 'a'
}

/** Whether brackets are told as they look: then those that are read from right to left close before they open. */
function areMirrored(runs: ReadonlyArray<readonly Directed[]>): boolean {
  const turned = runs.map((run) => run.flatMap(({ glyph, isBackward }) => (isBackward ? glyph.text : [])))
  const unmatchedIn = (opening: RegExp, closing: RegExp) =>
    turned.reduce((sum, texts) => sum + unmatched(texts, { opening, closing }), 0)
  return unmatchedIn(CLOSING, OPENING) <= unmatchedIn(OPENING, CLOSING)
}

function unmatched(texts: readonly string[], { opening, closing }: { opening: RegExp; closing: RegExp }): number {
  let [open, alone] = [0, 0]
  for (const text of texts) {
    if (opening.test(text)) open++
    else if (closing.test(text) && open > 0) open--
    else if (closing.test(text)) alone++
  }
  return open + alone
}

/**
 * Brackets of a line that cannot be pairs, because two of them open or close in a row: engines turn those beside words that run the other
 * way, and not their partners. Those become what their partners need.
 */
function inPairs(run: Run): Run {
  const places = run.flatMap(({ text }, i) => (ROUND.test(text) ? i : []))
  const wanted = new Map(places.map((place, n) => [place, n % 2 === 0 ? '(' : ')']))
  const wrong = places.filter((place) => run[place]?.text !== wanted.get(place))
  if (places.length % 2 === 1 || wrong.length === 0 || wrong.length * 2 > places.length) return run
  const isBesideOther = (place: number) =>
    [-1, 1].some((step) => {
      const near = run[place + step]?.text === ' ' ? run[place + 2 * step] : run[place + step]
      return near !== undefined && /^[\p{L}\p{N}]/u.test(near.text) && !isRightToLeft(near.text)
    })
  if (!wrong.every(isBesideOther)) return run
  return run.map((glyph, i) => (wrong.includes(i) ? { ...glyph, text: wanted.get(i) ?? glyph.text } : glyph))
}

function mirrored({ glyph, isBackward }: Directed): Glyph {
  const text = isBackward ? bidi.getMirroredCharacter(glyph.text) : null
  return text === null ? glyph : { ...glyph, text }
}
