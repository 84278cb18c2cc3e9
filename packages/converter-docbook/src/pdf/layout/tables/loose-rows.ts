import type { TextLine } from '../text-line.ts'
import { type Column, cellsOf, type LineCell } from './find-columns.ts'
import type { PageCell, PageTable } from './page-table.ts'
import { isAtSamePlace } from './same-place.ts'

/** Letters of the lines of a table differ in size by no more than this share. */
const SAME_SIZE = 0.15

/** Rows of a table that were not found as a part of it. */
export interface LooseRows {
  readonly rows: ReadonlyArray<readonly PageCell[]>
  readonly lines: readonly TextLine[]
}

/** The rows at the beginning of the lines: in two columns of the table and more; below them, lines in which cells go on. */
export function looseRows(lines: readonly TextLine[], { columns, lines: [own] }: PageTable): LooseRows {
  const rows: LineCell[][][] = []
  const taken: TextLine[] = []
  for (const line of lines) {
    const cells = own === undefined || isOtherSize(line, own) ? undefined : cellsIn(line, columns)
    if (cells === undefined) break
    const isRow = cells.filter((cell) => cell !== undefined).length > 1
    if (isRow) rows.push(columns.map(() => []))
    const last = rows.at(-1)
    if (last === undefined || (!isRow && cells[0] !== undefined)) break
    for (const [k, cell] of cells.entries()) if (cell !== undefined) last[k]?.push(cell)
    taken.push(line)
  }
  return {
    rows: rows.map((row) => row.map((cells) => ({ lines: cells.map(({ line }) => line), span: 1 }))),
    lines: taken,
  }
}

function isOtherSize(line: TextLine, own: TextLine): boolean {
  return Math.abs(line.size - own.size) > SAME_SIZE * own.size
}

/** The cells of a line, each at the place of a column; undefined where one is not. */
function cellsIn(line: TextLine, columns: readonly Column[]): Array<LineCell | undefined> | undefined {
  const cells = cellsOf(line, columns)
  const isIn = cells.every((cell, k) => {
    const column = columns[k]
    if (cell === undefined || column === undefined) return true
    return cell.span === 1 && isAtSamePlace(column, cell.line.box, line.size)
  })
  return isIn ? cells : undefined
}
