import type { Box } from '../../engine/pdf-document.ts'
import { around } from '../text-line.ts'

/** A rule drawn in several pieces is one; ends that differ by less than this many points are the same. */
export const SAME_PLACE = 3
/** Pieces of a rule differ in height by less than this many points. */
const LEVEL = 1.5

/** The rules of a page; level ones that are drawn in pieces, cell by cell, put together. */
export function joinRules(rules: readonly Box[]): Box[] {
  const level = rules.filter(isLevel).sort((a, b) => Math.round(a.top) - Math.round(b.top) || a.left - b.left)
  const joined: Box[] = []
  for (const rule of level) {
    const last = joined.at(-1)
    const goesOn = last !== undefined && Math.abs(last.top - rule.top) < LEVEL && rule.left - last.right < SAME_PLACE
    if (goesOn) joined[joined.length - 1] = around([last, rule])
    else joined.push(rule)
  }
  return [...joined, ...rules.filter((rule) => !isLevel(rule))]
}

/** Whether a rule runs from side to side. */
export function isLevel({ left, right, top, bottom }: Box): boolean {
  return right - left > bottom - top
}
