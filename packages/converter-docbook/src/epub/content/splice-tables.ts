import { type PlacedCell, placeCells } from '../../rittdoc/table-grid.ts'
import type { Block, Table, TableCell } from '../../tree/book.ts'
import { withLanguage } from './text-language.ts'

type Row = readonly TableCell[]

/** Wider than this nobody reads: such tables stay inside their cells. */
const MOST_COLUMNS = 60

/** A cell that holds tables, as the grid of its own that takes its place. */
interface InnerGrid {
  readonly rows: ReadonlyArray<readonly PlacedCell[]>
  readonly columns: number
}

/**
 * Sets tables inside cells into the grid around them: rows and columns of the table around are divided as often as the inner
 * table needs, and the cells beside it reach over all of them. No cell is lost, and every row still reads across.
 */
export function spliceTables(rows: readonly Row[]): readonly Row[] {
  if (!rows.some((row) => row.some(holdsTable))) return rows
  const grid = placeCells(rows)
  const inner = new Map(
    rows.flat().flatMap((cell): [TableCell, InnerGrid][] => (holdsTable(cell) ? [[cell, innerGrid(cell)]] : [])),
  )
  const widths = divided(grid.columns, spansOf(grid.rows, inner, 'columns'))
  const heights = divided(rows.length, spansOf(grid.rows, inner, 'rows'))
  if (total(widths) > MOST_COLUMNS) return rows
  return joined(grid.rows, { inner, widths, heights })
}

/** Whether a table stands directly in a cell. */
export const holdsTable = ({ blocks }: TableCell): boolean => blocks.some((block) => block.kind === 'table')

/** Tables one below the other, and what stands between them in rows of their own. */
function innerGrid(cell: TableCell): InnerGrid {
  const pieces: InnerGrid[] = []
  let loose: Block[] = []
  const endLoose = () => {
    if (loose.length > 0) pieces.push(placeCells([[plainCell(cell, loose)]]))
    loose = []
  }
  for (const block of cell.blocks) {
    if (block.kind !== 'table') loose.push(block)
    else {
      if (block.title.length > 0) loose.push({ kind: 'paragraph', content: block.title })
      endLoose()
      pieces.push(placeCells(rowsOf(block)))
    }
  }
  endLoose()
  const columns = Math.max(...pieces.map((piece) => piece.columns))
  const rows = pieces.flatMap((piece) => piece.rows.map((row) => filled(row, columns)))
  return { rows: anchored(rows, cell.anchors ?? []), columns }
}

const plainCell = ({ header, align }: TableCell, blocks: readonly Block[]): TableCell => ({
  ...{ header, align, blocks },
  columnSpan: 1,
  rowSpan: 1,
})

function rowsOf(table: Table): readonly Row[] {
  const rows = [...table.head, ...table.body, ...table.foot].map((row) =>
    row.map((cell) => ({ ...cell, blocks: cell.blocks.map((block) => withLanguage(block, table)) })),
  )
  const [[first, ...others] = [], ...rest] = rows
  if (first === undefined || table.anchors === undefined) return rows
  return [[{ ...first, anchors: [...table.anchors, ...(first.anchors ?? [])] }, ...others], ...rest]
}

/** The last cell of a row that is too short reaches to the edge, so that what comes after the row keeps its place. */
function filled(row: readonly PlacedCell[], columns: number): readonly PlacedCell[] {
  const last = row.at(-1)
  if (last === undefined) return row
  return [...row.slice(0, -1), { ...last, columnSpan: Math.max(last.columnSpan, columns - last.column + 1) }]
}

function anchored(rows: InnerGrid['rows'], anchors: readonly string[]): InnerGrid['rows'] {
  const [[first, ...others] = [], ...rest] = rows
  if (first === undefined || anchors.length === 0) return rows
  const cell = { ...first.cell, anchors: [...anchors, ...(first.cell.anchors ?? [])] }
  return [[{ ...first, cell }, ...others], ...rest]
}

/** A stretch of rows or columns, from 0, that must be divided into at least so many. */
interface Span {
  readonly from: number
  readonly length: number
  readonly needed: number
}

type Inner = ReadonlyMap<TableCell, InnerGrid>

function spansOf(rows: InnerGrid['rows'], inner: Inner, along: 'rows' | 'columns'): Span[] {
  return rows.flatMap((row, r) =>
    row.flatMap(({ cell, column, columnSpan, rowSpan }): Span[] => {
      const grid = inner.get(cell)
      if (grid === undefined) return []
      return along === 'rows'
        ? [{ from: r, length: rowSpan, needed: grid.rows.length }]
        : [{ from: column - 1, length: columnSpan, needed: grid.columns }]
    }),
  )
}

/** Into how many each row or column is divided; the last one of a stretch makes room for what is missing. */
function divided(count: number, spans: readonly Span[]): number[] {
  const parts = Array.from({ length: count }, () => 1)
  for (const { from, length, needed } of spans.toSorted((a, b) => a.length - b.length)) {
    const last = from + length - 1
    const missing = needed - total(parts.slice(from, last + 1))
    if (missing > 0) parts[last] = (parts[last] ?? 1) + missing
  }
  return parts
}

const total = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0)

interface Division {
  readonly inner: Inner
  readonly widths: readonly number[]
  readonly heights: readonly number[]
}

function joined(rows: InnerGrid['rows'], { inner, widths, heights }: Division): Row[] {
  const result: { readonly at: number; readonly cell: TableCell }[][] = heights.flatMap((height) =>
    Array.from({ length: height }, () => []),
  )
  for (const [r, row] of rows.entries()) {
    const top = total(heights.slice(0, r))
    for (const { cell, column, columnSpan, rowSpan } of row) {
      const left = total(widths.slice(0, column - 1))
      const width = total(widths.slice(column - 1, column - 1 + columnSpan))
      const height = total(heights.slice(r, r + rowSpan))
      const grid = inner.get(cell) ?? { rows: [[{ cell, column: 1, columnSpan: 1, rowSpan: 1 }]], columns: 1 }
      for (const [i, cells] of grid.rows.entries()) {
        const placed = cells.map((one) => ({
          at: left + one.column,
          cell: stretched(one, { grid, row: i, width, height }),
        }))
        result[top + i]?.push(...placed)
      }
    }
  }
  return result.map((row) => row.toSorted((a, b) => a.at - b.at).map(({ cell }) => cell))
}

interface Room {
  readonly grid: InnerGrid
  readonly row: number
  readonly width: number
  readonly height: number
}

/** Cells at the right and the lower edge of a grid reach to the edge of the room that it stands in. */
function stretched({ cell, column, columnSpan, rowSpan }: PlacedCell, { grid, row, width, height }: Room): TableCell {
  const isAtEdge = column + columnSpan > grid.columns
  const isAtFoot = row + rowSpan >= grid.rows.length
  return {
    ...cell,
    columnSpan: isAtEdge ? width - column + 1 : columnSpan,
    rowSpan: isAtFoot ? height - row : rowSpan,
  }
}
