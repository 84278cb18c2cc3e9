import type { Glyph } from '../engine/pdf-document.ts'

/** Text that leans no more than this, in degrees, is straight. */
const TOLERANCE = 5

/**
 * The letters of a page by their direction, each group turned so that its lines are horizontal. The direction of most of
 * the text comes first.
 */
export function uprightGroups(glyphs: readonly Glyph[]): Array<{ readonly angle: number; readonly glyphs: Glyph[] }> {
  const groups = new Map<number, Glyph[]>()
  for (const glyph of glyphs) {
    const angle = directionOf(glyph.angle)
    const group = groups.get(angle)
    if (group === undefined) groups.set(angle, [glyph])
    else group.push(glyph)
  }
  return [...groups]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([angle, group]) => ({ angle, glyphs: angle === 0 ? group : group.map((glyph) => turn(glyph, angle)) }))
}

/** The direction that a letter is taken to stand in: quarters of a turn where it leans only a little. */
export function directionOf(angle: number): number {
  const quarter = (Math.round(angle / 90) * 90) % 360
  const lean = Math.abs(angle - Math.round(angle / 90) * 90)
  return lean <= TOLERANCE ? quarter : angle
}

function turn(glyph: Glyph, angle: number): Glyph {
  const radians = (angle * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  return { ...glyph, x: glyph.x * cos + glyph.y * sin, y: glyph.y * cos - glyph.x * sin }
}
