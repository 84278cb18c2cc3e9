import type { Glyph } from '../engine/pdf-document.ts'

/** A shadow is no further from its letter than this many font sizes; no two letters of a word are so close. */
const FURTHEST = 0.1

/** A letter that stays, and how many places were written to before it. */
interface Seen {
  readonly glyph: Glyph
  readonly place: number
}

/**
 * Letters without those that were drawn a second time, a little aside: shadows of titles, and letters that are bold because
 * they are drawn twice. The first one stays. Letters of a ligature are reported at one place, one after the other.
 */
export function withoutShadows(glyphs: readonly Glyph[]): Glyph[] {
  const seen = new Map<number, Seen[]>()
  let place = 0
  return glyphs.filter((glyph, i) => {
    if (glyph.text === ' ') return true
    const before = glyphs[i - 1]
    if (before?.x !== glyph.x || before.y !== glyph.y) place++
    if (isShadow(glyph, place, seen)) return false
    const square = squareOf(glyph, squareAt(glyph.x, glyph), squareAt(glyph.y, glyph))
    const inSquare = seen.get(square)
    if (inSquare === undefined) seen.set(square, [{ glyph, place }])
    else inSquare.push({ glyph, place })
    return true
  })
}

function isShadow(glyph: Glyph, place: number, seen: ReadonlyMap<number, readonly Seen[]>): boolean {
  const far = FURTHEST * glyph.size
  const isLetterOf = (other: Seen) => other.place !== place && isSameLetter(glyph, other.glyph)
  const [right, bottom] = [squareAt(glyph.x + far, glyph), squareAt(glyph.y + far, glyph)]
  for (let column = squareAt(glyph.x - far, glyph); column <= right; column++)
    for (let row = squareAt(glyph.y - far, glyph); row <= bottom; row++)
      if (seen.get(squareOf(glyph, column, row))?.some(isLetterOf)) return true
  return false
}

/** The page is divided into squares as large as the letter. */
function squareAt(along: number, { size }: Glyph): number {
  return Math.floor(along / size)
}

/** A number for letters of one kind in one square of the page; others may have it, too. */
function squareOf({ text }: Glyph, column: number, row: number): number {
  const letter = text.codePointAt(0) ?? 0
  return (column * 73_856_093) ^ (row * 19_349_663) ^ (letter * 83_492_791)
}

function isSameLetter(a: Glyph, b: Glyph): boolean {
  const far = FURTHEST * a.size
  return a.text === b.text && a.size === b.size && Math.abs(a.x - b.x) <= far && Math.abs(a.y - b.y) <= far
}
