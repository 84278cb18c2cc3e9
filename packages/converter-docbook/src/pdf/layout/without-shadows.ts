import type { Glyph } from '../engine/pdf-document.ts'

/** A shadow is no further from its letter than this many font sizes; no two letters of a word are so close. */
const FURTHEST = 0.1

/** Sizes that differ by less than a hundredth of a point are the same. */
const SIZES = 100

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
    const first = firstOf(glyph, seen)
    if (first !== undefined) return first.place === place
    const square = squareOf(glyph, squareAt(glyph.x, glyph), squareAt(glyph.y, glyph))
    const inSquare = seen.get(square)
    if (inSquare === undefined) seen.set(square, [{ glyph, place }])
    else inSquare.push({ glyph, place })
    return true
  })
}

/** The same letter, where it was seen at about this place. */
function firstOf(glyph: Glyph, seen: ReadonlyMap<number, readonly Seen[]>): Seen | undefined {
  const far = FURTHEST * glyph.size
  const [right, bottom] = [squareAt(glyph.x + far, glyph), squareAt(glyph.y + far, glyph)]
  for (let column = squareAt(glyph.x - far, glyph); column <= right; column++)
    for (let row = squareAt(glyph.y - far, glyph); row <= bottom; row++) {
      const found = seen.get(squareOf(glyph, column, row))?.find((other) => isSameLetter(glyph, other.glyph))
      if (found !== undefined) return found
    }
  return undefined
}

/** The page is divided into squares as large as the letter. */
function squareAt(along: number, { size }: Glyph): number {
  return Math.floor(along / size)
}

/** A number for letters of one kind and size in one square of the page; few others have it, too. */
function squareOf({ text, size }: Glyph, column: number, row: number): number {
  const letter = (text.codePointAt(0) ?? 0) ^ (Math.round(size * SIZES) << 8)
  return (column * 73_856_093) ^ (row * 19_349_663) ^ (letter * 83_492_791)
}

function isSameLetter(a: Glyph, b: Glyph): boolean {
  const far = FURTHEST * a.size
  if (a.text !== b.text || Math.round(a.size * SIZES) !== Math.round(b.size * SIZES)) return false
  return Math.abs(a.x - b.x) <= far && Math.abs(a.y - b.y) <= far
}
