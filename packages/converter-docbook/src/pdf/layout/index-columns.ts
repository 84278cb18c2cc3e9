import type { Placed } from './find-gutter.ts'
import { toRows } from './join-segments.ts'
import { lineText } from './text-line.ts'

/** An index has so many lines in a column, of which this share end with pages. */
const LEAST_LINES = 10
const MOST_END = 0.45
/**
 * The last word of a row, and its pages: one number after a word, or several with commas. Cells of a table have none. Read
 * backwards from the end, since read forwards it begins anew at each letter of a long row.
 */
const PAGES =
  /$(?<=\p{L}{2}[^\d]{0,40}\d{1,4}(?:[\u2013-]\d{1,4})?(?:, {0,2}\d{1,4}(?:[\u2013-]\d{1,4})?){0,20}[a-z]?[)\]]?)/u

/** Whether lines to both sides of a white stripe are entries of an index, which may be shorter than the lines of other columns. */
export function areIndexColumns(...columns: ReadonlyArray<readonly Placed[]>): boolean {
  if (columns.some(({ length }) => length < LEAST_LINES)) return false
  return columns.every((items) => {
    const rows = toRows(items.flatMap(({ segment }) => segment ?? []))
    const lines = rows.map((row) => row.map(lineText).join(' ').trim())
    if (lines.length < LEAST_LINES) return false
    return lines.filter((line) => PAGES.test(line)).length > MOST_END * lines.length
  })
}
