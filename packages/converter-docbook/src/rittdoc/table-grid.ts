import type { TableCell } from '../tree/book.ts'

/** A cell at its place in the grid. */
export interface PlacedCell {
  readonly cell: TableCell
  /** First column, from 1. */
  readonly column: number
  readonly columnSpan: number
  /** Clipped to the rows that there are. */
  readonly rowSpan: number
}

/** Rows with every cell at its column. */
export interface TableGrid {
  readonly columns: number
  readonly rows: ReadonlyArray<readonly PlacedCell[]>
}

/** A table wider than this is a mistake in the book. */
const MOST_COLUMNS = 1_000

/**
 * Puts the cells of one row group at their columns, as a browser does: each at the first column that no cell from above
 * reaches into. A span that would run into a cell from above, or below the last row, is cut. Spans that make more columns
 * than any table has count for nothing.
 */
export function placeCells(rows: ReadonlyArray<readonly TableCell[]>): TableGrid {
  /** By column: the index of the first row that a cell from above leaves free. */
  const freeFrom: number[] = []
  let columns = 0
  const placed: PlacedCell[][] = []
  for (const [r, row] of rows.entries()) {
    if (columns > MOST_COLUMNS && rows.some(hasSpan)) return placeCells(rows.map(withoutSpans))
    const isFree = (column: number) => (freeFrom[column] ?? 0) <= r
    let column = 0
    const cells = row.map((cell): PlacedCell => {
      while (!isFree(column)) column++
      let columnSpan = 1
      const wanted = Math.min(Math.max(1, cell.columnSpan), MOST_COLUMNS)
      while (columnSpan < wanted && isFree(column + columnSpan)) columnSpan++
      const rowSpan = Math.min(Math.max(1, cell.rowSpan), rows.length - r)
      for (let c = column; c < column + columnSpan; c++) freeFrom[c] = r + rowSpan
      const at = { cell, column: column + 1, columnSpan, rowSpan }
      column += columnSpan
      columns = Math.max(columns, column)
      return at
    })
    placed.push(cells)
  }
  return { columns, rows: placed }
}

const hasSpan = (row: readonly TableCell[]) => row.some((cell) => cell.columnSpan > 1 || cell.rowSpan > 1)

const withoutSpans = (row: readonly TableCell[]) => row.map((cell) => ({ ...cell, columnSpan: 1, rowSpan: 1 }))
