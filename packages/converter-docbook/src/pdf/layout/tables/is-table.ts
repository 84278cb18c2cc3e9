import { lineText, type TextLine } from '../text-line.ts'
import { cellText, type PageCell } from './page-table.ts'

/** A table has so many columns. */
const LEAST_COLUMNS = 2
const MOST_COLUMNS = 20
/** Shares of the rows that have two cells or more, of the cells that are filled, and of those that hold words or numbers. */
const FILLED_ROWS = 0.6
const FILLED_CELLS = 0.45
const WORDS = 0.6
/** Text of which more than this share is set like code is code. */
const CODE = 0.7
const LEADERS = /(\. ?){5}/
const WORD = /\p{L}{2}|\d|[\p{Lo}]|^\p{L}$/u

/** Whether rows are those of a table at all, however clear their columns are. */
export function isTable(rows: ReadonlyArray<readonly PageCell[]>, columns: number): boolean {
  if (columns < LEAST_COLUMNS || columns > MOST_COLUMNS) return false
  const filled = rows.map((row) => row.filter(({ lines }) => lines.length > 0))
  const several = filled.filter((row) => row.length >= 2).length
  const cells = filled.flat()
  const area = rows.flat().filter(({ lines, span }) => lines.length > 0 || span === 1).length
  if (several < rows.length * FILLED_ROWS || cells.length < area * FILLED_CELLS) return false
  if (cells.filter((cell) => WORD.test(cellText(cell))).length < cells.length * WORDS) return false
  return !cells.some((cell) => LEADERS.test(cellText(cell)))
}

/** Whether lines are code. */
export function isCode(lines: readonly TextLine[]): boolean {
  const count = (some: readonly TextLine[]) => some.reduce((sum, { letters }) => sum + letters, 0)
  const fixed = lines.flatMap(({ segments }) => segments).filter(({ isFixed }) => isFixed)
  return fixed.reduce((sum, { letters }) => sum + letters, 0) > CODE * count(lines)
}

/** Whether the dots of a printed table of contents stand in a line. */
export function hasLeaders(line: TextLine): boolean {
  return LEADERS.test(lineText(line))
}
