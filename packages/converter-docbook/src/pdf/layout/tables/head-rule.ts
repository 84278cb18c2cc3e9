import type { Box } from '../../engine/pdf-document.ts'
import type { TextLine } from '../text-line.ts'
import { type Column, cellsOf } from './find-columns.ts'
import { isLevel } from './join-rules.ts'

/** A rule below a head ends no further from the outer columns than this many font sizes, on either side. */
const BESIDE = 1.5
/** The head fills at least so many of its cells, and all but one. */
const LEAST_CELLS = 2

/**
 * Whether one level line stands below the first of several lines in columns, as long as all columns are wide, and none below
 * another: what is above it is the head.
 */
export function hasHeadRule(lines: readonly TextLine[], columns: readonly Column[], rules: readonly Box[]): boolean {
  const [head, first] = lines
  const last = lines.at(-1)
  if (head === undefined || first === undefined || last === undefined) return false
  const cells = cellsOf(head, columns).filter((cell) => cell !== undefined)
  if (cells.length < Math.max(LEAST_CELLS, columns.length - 1)) return false
  const [left, right, reach] = [columns[0]?.left ?? 0, columns.at(-1)?.right ?? 0, BESIDE * head.size]
  const inside = rules.filter((rule) => {
    const isLong = Math.abs(rule.left - left) < reach && Math.abs(rule.right - right) < reach
    return isLong && isLevel(rule) && rule.top > head.baseline - 1 && rule.bottom < last.baseline
  })
  return inside.length > 0 && inside.every((rule) => rule.top < first.baseline)
}
