import type { Table, TableCell } from '../../tree/book.ts'
import type { PageCell, PageTable } from '../layout/tables/page-table.ts'
import { type InlineOptions, lineInlines } from './line-inlines.ts'

/** A table of the page as a block. */
export function tableBlock({ rows, headRows }: PageTable, options: InlineOptions): Table {
  const cells = rows.map((row, i) => row.map((cell) => toCell(cell, i < headRows, options)))
  return { kind: 'table', title: [], head: cells.slice(0, headRows), body: cells.slice(headRows), foot: [] }
}

function toCell({ lines, span }: PageCell, header: boolean, options: InlineOptions): TableCell {
  const content = lineInlines(lines, { ...options, plain: header })
  const blocks = lines.length === 0 ? [] : [{ kind: 'paragraph' as const, content }]
  return { header, columnSpan: span, rowSpan: 1, blocks }
}
