import type { Column } from './find-columns.ts'

/** Places that differ by less than this many font sizes are the same. */
const SAME_PLACE = 0.6

/** Whether two texts may stand in one column: at the same left or right edge, or below the same middle. */
export function isAtSamePlace(a: Column, b: Column, size: number): boolean {
  const [atLeft, atRight] = [b.left - a.left, b.right - a.right]
  return [atLeft, atRight, (atLeft + atRight) / 2].some((distance) => Math.abs(distance) < SAME_PLACE * size)
}
