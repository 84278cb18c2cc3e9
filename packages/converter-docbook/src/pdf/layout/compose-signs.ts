import type { Glyph } from '../engine/pdf-document.ts'

const NEGATION = '\u0338'
/** Signs that are drawn of two, one after the other. */
const JOINED: ReadonlyMap<string, string> = new Map([
  ['↦→', '↦'],
  ['↪→', '↪'],
  ['←↩', '↩'],
])
/** What such signs begin with: most pages have none. */
const STARTS = new Set([NEGATION, ...[...JOINED.keys()].map((pair) => pair.charAt(0))])
/** Parts of a sign stand this close, in font sizes. */
const CLOSE = 0.25

/** Signs of formulas that TeX draws of two: a stroke and what it negates, the ends of arrows. */
export function composeSigns(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => STARTS.has(text))) return glyphs
  const composed: Glyph[] = []
  for (const glyph of glyphs) {
    const before = composed.at(-1)
    const whole = before !== undefined && isBeside(before, glyph) ? joined(before.text, glyph.text) : undefined
    if (before === undefined || whole === undefined) composed.push(glyph)
    else composed[composed.length - 1] = { ...before, text: whole, advance: glyph.x + glyph.advance - before.x }
  }
  return composed.map((glyph) => (glyph.text === NEGATION ? { ...glyph, text: '/' } : glyph))
}

function joined(one: string, other: string): string | undefined {
  if (one !== NEGATION) return JOINED.get(one + other)
  const negated = (other + NEGATION).normalize('NFC')
  return [...negated].length === 1 ? negated : undefined
}

/** Whether a letter is drawn over another, or right after it. */
function isBeside(one: Glyph, other: Glyph): boolean {
  const isNear = (distance: number) => Math.abs(distance) < CLOSE * one.size
  const isOver = isNear(other.x - one.x)
  return (isOver || isNear(other.x - one.x - one.advance)) && isNear(other.y - one.y) && one.angle === other.angle
}
