import type { Glyph } from '../../engine/pdf-document.ts'
import { isRightToLeft } from '../build-runs.ts'

/** Letters that are drawn at one place, with the marks over and under them, in the order in which they are read. */
export interface Cluster {
  readonly glyphs: readonly Glyph[]
  readonly left: number
  readonly right: number
  /** Whether a space was drawn just before it, and just after it. */
  readonly hasSpace: { readonly before: boolean; readonly after: boolean }
}

/** Keeps letters from joining, within a word. */
const HALF_SPACE = '\u200C'
/** Letters no further from each other than this many font sizes touch. */
const TOUCHING = 0.02
/** So many of the letters that begin before a mark are looked at. */
const NEAR = 4
/** Letters that join none after them: in a ligature they are the last, but in that of the name of God. */
const NOT_JOINING = /^[اأإآٱدذرزژوؤ]$/
const GOD = /^[اٱ]?لله$/

/**
 * The letters of a line, without its spaces. Persian has half spaces within words, which some programs draw as a space that
 * lies under the letter before it: those are kept with that letter.
 */
export function toClusters(line: readonly Glyph[]): Cluster[] {
  const letters = line.flatMap((glyph, i) => halfSpace(glyph, line[i - 1], line[i + 1]) ?? [])
  const drawn = line.filter(({ text, font }) => text !== ' ' || font.name !== '')
  const isSpace = (at: number) => drawn[at]?.text === ' '
  const before = new Set(drawn.filter((_, i) => isSpace(i - 1)))
  const after = new Set(drawn.filter((_, i) => isSpace(i + 1)))
  const places: Glyph[][] = []
  for (const glyph of letters.filter((letter) => !isMark(letter))) {
    const place = places.at(-1)
    if (place?.[0]?.x === glyph.x && place[0].y === glyph.y) place.push(glyph)
    else places.push([glyph])
  }
  const clusters = places.map((place) => {
    const hasSpace = { before: place.some((one) => before.has(one)), after: place.some((one) => after.has(one)) }
    return { ...toCluster(inLigatureOrder(place)), hasSpace }
  })
  return withMarks(clusters, letters.filter(isMark))
}

/** A letter as it is, a half space in place of a space that nobody sees, and nothing for another space. */
function halfSpace(glyph: Glyph, before: Glyph | undefined, after: Glyph | undefined): Glyph | undefined {
  if (glyph.text !== ' ') return glyph
  if (glyph.advance === 0 || before === undefined || after === undefined) return undefined
  if (!isRightToLeft(before.text) || !isRightToLeft(after.text)) return undefined
  const gap = before.x - after.x - after.advance
  return Math.abs(gap) < TOUCHING * before.size ? { ...before, text: HALF_SPACE, advance: 0 } : undefined
}

/** The letters of a ligature are told from its end by some programs, which is seen where one is first that joins none. */
function inLigatureOrder(place: readonly Glyph[]): readonly Glyph[] {
  const [first, second] = place
  const texts = place.map(({ text }) => text)
  if (GOD.test(texts.join(''))) return place
  if (GOD.test(texts.toReversed().join(''))) return place.toReversed()
  const isTurned = NOT_JOINING.test(first?.text ?? '') && /^\p{L}/u.test(second?.text ?? '')
  return isTurned ? place.toReversed() : place
}

/** Marks belong to the letter that they stand over or under, whenever they were drawn. */
function withMarks(clusters: readonly Cluster[], marks: readonly Glyph[]): Cluster[] {
  if (marks.length === 0) return [...clusters]
  const sorted = clusters.toSorted((a, b) => a.left - b.left)
  const own = new Map<Cluster, Glyph[]>()
  const loose: Cluster[] = []
  let begun = 0
  for (const mark of marks.toSorted((a, b) => middleOf(a) - middleOf(b))) {
    const middle = middleOf(mark)
    while ((sorted[begun]?.left ?? Infinity) <= middle) begun++
    const letter = sorted.slice(Math.max(0, begun - NEAR), begun).findLast(({ right }) => middle <= right)
    if (letter === undefined) loose.push(toCluster([mark]))
    else if (!own.get(letter)?.push(mark)) own.set(letter, [mark])
  }
  return [...clusters.map((one) => withOwn(one, own.get(one) ?? [])), ...loose]
}

function middleOf({ x, advance }: Glyph): number {
  return x + advance / 2
}

function withOwn(cluster: Cluster, marks: readonly Glyph[]): Cluster {
  const glyphs = [...cluster.glyphs, ...marks]
  return marks.length === 0 ? cluster : { ...cluster, glyphs, right: rightOf(glyphs) }
}

function toCluster(glyphs: readonly Glyph[]): Cluster {
  const left = glyphs.reduce((least, { x }) => Math.min(least, x), Infinity)
  return { glyphs, left, right: rightOf(glyphs), hasSpace: { before: false, after: false } }
}

function rightOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((most, { x, advance }) => Math.max(most, x + advance), -Infinity)
}

/** Whether it is a mark over or under a letter. */
export function isMark({ text }: Glyph): boolean {
  return /^\p{M}/u.test(text)
}
