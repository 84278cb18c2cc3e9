import { lineText, type TextLine } from '../text-line.ts'
import { type Column, cellsOf, type LineCell } from './find-columns.ts'
import type { PageCell } from './page-table.ts'

/** Distances that differ by less than this factor are the same. */
const WIDER = 1.2
/** At most this share of the lines that follow closely may look as if they began something new. */
const MOST_EARLY = 0.2
const NUMBER = /^[\s\d.,:/%+–−()€$£*-]*\d[\s\d.,:/%+–−()€$£*-]*$/

/** What is known of the rows before their text is looked at. */
export interface RowMarks {
  /** Whether something drawn divides two lines. */
  readonly isDivided: (above: TextLine, below: TextLine) => boolean
  /** Whether a line is drawn between all rows. */
  readonly isGrid: boolean
}

type CellLine = ReadonlyArray<LineCell | undefined>

/** The rows of a table: lines that are a row each, and lines in which cells go on. */
export function buildRows(lines: readonly TextLine[], columns: readonly Column[], marks: RowMarks): PageCell[][] {
  const cells = lines.map((line) => cellsOf(line, columns))
  const widest = marks.isGrid ? undefined : distanceInside(lines, cells, { columns, ...marks })
  const beginsRow = (i: number) => {
    const row = cells[i] ?? []
    const isFilled = row[0] !== undefined || (isSeveral(row) && isRowEnd(cells[i - 1] ?? [], row, columns))
    return isFilled && (widest === undefined || stepTo(lines, i) > widest * WIDER)
  }
  const rows: LineCell[][][] = []
  for (const [i, row] of cells.entries()) {
    const [line, above] = [lines[i], lines[i - 1]]
    if (line === undefined) continue
    const isNew = above === undefined || marks.isDivided(above, line) || (!marks.isGrid && beginsRow(i))
    if (isNew) rows.push(columns.map(() => []))
    for (const [k, cell] of row.entries()) if (cell !== undefined) rows.at(-1)?.[k]?.push(cell)
  }
  return rows.map(toCells)
}

function isSeveral(row: CellLine): boolean {
  return row.filter((cell) => cell !== undefined).length > 1
}

function stepTo(lines: readonly TextLine[], i: number): number {
  return (lines[i]?.baseline ?? 0) - (lines[i - 1]?.baseline ?? 0)
}

/** Cells of a row; one that reaches over several columns takes those that nothing else stands in. */
function toCells(row: ReadonlyArray<readonly LineCell[]>): PageCell[] {
  const cells: PageCell[] = []
  for (let i = 0; i < row.length; ) {
    const own = row[i] ?? []
    const wanted = Math.max(1, ...own.map(({ span }) => span))
    const next = row.slice(i + 1, i + wanted).findIndex((cell) => cell.length > 0)
    const span = next === -1 ? wanted : next + 1
    cells.push({ lines: own.map(({ line }) => line), span })
    i += span
  }
  return cells
}

/** The distance of the lines in which cells go on, where rows are set further apart; undefined where distances say nothing. */
function distanceInside(
  lines: readonly TextLine[],
  cells: readonly CellLine[],
  { columns, isDivided }: { readonly columns: readonly Column[] } & RowMarks,
): number | undefined {
  const steps = lines.flatMap((line, i) => {
    const above = lines[i - 1]
    return above === undefined || isDivided(above, line) ? [] : [{ i, distance: stepTo(lines, i) }]
  })
  const least = Math.min(...steps.map(({ distance }) => distance))
  const close = steps.filter(({ distance }) => distance <= least * WIDER)
  if (close.length === steps.length) return undefined
  const early = close.filter(({ i }) => isRowEnd(cells[i - 1] ?? [], cells[i] ?? [], columns))
  return early.length > close.length * MOST_EARLY ? undefined : least
}

/** Whether a cell of the line above had room for what follows below, or both are numbers: then it does not go on. */
export function isRowEnd(above: CellLine, below: CellLine, columns: readonly Column[]): boolean {
  return above.some((cell, i) => {
    const next = below[i]
    const column = columns[i]
    if (cell === undefined || next === undefined || column === undefined || cell.span > 1 || next.span > 1) return false
    const [text, after] = [lineText(cell.line).trim(), lineText(next.line).trim()]
    if (NUMBER.test(text) && NUMBER.test(after)) return true
    const [word = ''] = after.split(/\s/, 1)
    const { left, right } = next.line.box
    const width = ((right - left) * (word.length + 1)) / Math.max(after.length, 1)
    return cell.line.box.right + width + 0.5 * cell.line.size < column.right
  })
}

/** Whether a text is a number, with what may stand around one. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}
