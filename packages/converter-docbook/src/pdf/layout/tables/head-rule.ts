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
  const [left, right] = [columns[0]?.left ?? 0, columns.at(-1)?.right ?? 0]
  if (head === undefined || first === undefined) return false
  const cells = cellsOf(head, columns).filter((cell) => cell !== undefined)
  if (cells.length < Math.max(LEAST_CELLS, columns.length - 1)) return false
  const reach = BESIDE * head.size
  const isLong = (rule: Box) =>
    Math.abs(rule.left - left) < reach && Math.abs(rule.right - right) < reach && isLevel(rule)
  const between = rules.filter((rule) => isLong(rule) && rule.top > head.baseline - 1)
  const [nearest, ...others] = between.filter((rule) => rule.bottom < (lines.at(-1)?.baseline ?? 0))
  return nearest !== undefined && nearest.top < first.baseline && others.every((rule) => rule.top < first.baseline)
}
