import type { Column } from './find-columns.ts'
import { cellText, type PageCell, type PageTable } from './page-table.ts'
import { isAtSamePlace } from './same-place.ts'

const NOWHERE = { left: Infinity, right: Infinity }

/** A later part of a table, and how many of its first rows repeat the head. */
export interface LaterPart {
  readonly table: PageTable
  readonly repeated: number
}

/** A table as the later part of another: with as many columns at the same places and no head of its own; undefined where it is not. */
export function asLaterPart(first: PageTable, table: PageTable): LaterPart | undefined {
  if (!isInSameColumns(first.columns, table.columns, first.lines[0]?.size ?? 0)) return undefined
  const repeated = repeatedRows(first, table)
  return table.headRows > repeated || repeated === table.rows.length ? undefined : { table, repeated }
}

/** Two parts as one table, the head said once. */
export function joinParts(first: PageTable, { table, repeated }: LaterPart): PageTable {
  return {
    ...first,
    rows: [...first.rows, ...table.rows.slice(repeated)],
    headRows: Math.max(first.headRows, repeated),
    lines: [...first.lines, ...table.lines],
  }
}

/** Odd and even pages may have margins of different widths. */
function isInSameColumns(a: readonly Column[], b: readonly Column[], size: number): boolean {
  if (a.length !== b.length) return false
  const shift = (b[0]?.left ?? 0) - (a[0]?.left ?? 0)
  return [0, shift].some((by) =>
    a.every(({ left, right }, i) => isAtSamePlace({ left: left + by, right: right + by }, b[i] ?? NOWHERE, size)),
  )
}

function repeatedRows({ rows, headRows }: PageTable, table: PageTable): number {
  const differs = table.rows.findIndex((row, i) => rowText(row) !== rowText(rows[i] ?? []))
  const most = headRows > 0 ? headRows : rows.length - 1
  const repeated = Math.min(differs === -1 ? table.rows.length : differs, most)
  return headRows > 0 || rows.slice(0, repeated).some((row) => /\p{L}/u.test(rowText(row))) ? repeated : 0
}

function rowText(row: readonly PageCell[]): string {
  return row.map((cell) => `${cell.span} ${cellText(cell)}`).join('\n')
}
