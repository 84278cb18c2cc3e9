import type { Block, Inline, TableCell } from '../../tree/book.ts'
import { attribute, type XmlElement, type XmlNode } from '../xml/element.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { HIDDEN } from './element-kinds.ts'
import { holdsTable, spliceTables } from './splice-tables.ts'
import { keepingLanguage } from './text-language.ts'

type Row = readonly TableCell[]
type Band = 'head' | 'body' | 'foot'

/** Reads `table`. A table inside a cell becomes part of the grid. What stands outside cells comes before it. */
export function readTable(element: XmlElement, context: DocumentContext): Block[] {
  const rows: Record<Band, Row[]> = { head: [], body: [], foot: [] }
  const title: Inline[] = []
  const outside: XmlNode[] = []
  for (const part of element.children) {
    if (typeof part === 'string') outside.push(part)
    else if (part.name === 'caption') title.push(...readCaption(part, context))
    else readPart(part, { context, rows, outside })
  }
  const before = context.readBlocks(outside.filter((node) => typeof node !== 'string' || /\S/.test(node)))
  for (const band of ['head', 'body', 'foot'] as const) rows[band] = [...spliceTables(rows[band])]
  promoteHeader(rows)
  if (rows.head.length + rows.body.length + rows.foot.length === 0) {
    return title.length === 0 ? before : [...before, { kind: 'paragraph', content: title }]
  }
  return [...before, { kind: 'table', title, ...rows }]
}

function readCaption(caption: XmlElement, context: DocumentContext): Inline[] {
  const id = attribute(caption, 'id')
  const anchor: Inline[] = id === undefined ? [] : [{ kind: 'anchor', anchor: anchorOfId(context, id) }]
  return [...anchor, ...context.readText(keepingLanguage(caption, 'span'))]
}

interface Reading {
  readonly context: DocumentContext
  readonly rows: Record<Band, Row[]>
  readonly outside: XmlNode[]
}

const BANDS: Readonly<Record<string, Band>> = { thead: 'head', tbody: 'body', tfoot: 'foot' }

function readPart(part: XmlElement, { context, rows, outside }: Reading): void {
  const band = BANDS[part.name]
  if (part.name === 'tr') pushRow(part, rows.body, { context, outside, anchors: [] })
  else if (band === undefined) {
    if (!HIDDEN.has(part.name)) outside.push(part)
  } else {
    const id = attribute(part, 'id')
    const anchors = id === undefined ? [] : [anchorOfId(context, id)]
    for (const row of part.children) {
      if (typeof row === 'string') outside.push(row)
      else if (row.name === 'tr') pushRow(row, rows[band], { context, outside, anchors: anchors.splice(0) })
      else if (!HIDDEN.has(row.name)) outside.push(row)
    }
  }
}

interface RowReading {
  readonly context: DocumentContext
  readonly outside: XmlNode[]
  /** Anchors of what is around the row, for its first cell. */
  readonly anchors: string[]
}

function pushRow(row: XmlElement, rows: Row[], { context, outside, anchors }: RowReading): void {
  const id = attribute(row, 'id')
  if (id !== undefined) anchors.push(anchorOfId(context, id))
  const cells: TableCell[] = []
  for (const cell of row.children) {
    if (typeof cell === 'string') outside.push(cell)
    else if (cell.name === 'td' || cell.name === 'th') cells.push(readCell(cell, context, anchors.splice(0)))
    else if (!HIDDEN.has(cell.name)) outside.push(cell)
  }
  if (cells.length > 0) rows.push(cells)
}

const span = (written: string | undefined) => {
  const count = Number.parseInt(written ?? '', 10)
  return Number.isInteger(count) && count > 1 ? Math.min(count, 1000) : 1
}

function readCell(cell: XmlElement, context: DocumentContext, anchors: string[]): TableCell {
  const id = attribute(cell, 'id')
  if (id !== undefined) anchors.push(anchorOfId(context, id))
  const read: TableCell = {
    header: cell.name === 'th',
    columnSpan: span(attribute(cell, 'colspan')),
    rowSpan: span(attribute(cell, 'rowspan')),
    align: alignment(cell),
    anchors: anchors.length > 0 ? anchors : undefined,
    blocks: context.readBlocks(keepingLanguage(cell, 'div')),
  }
  if (holdsTable(read))
    context.warn('nested_table', 'A table inside a table cell became part of the grid around it.', cell)
  return read
}

function alignment(cell: XmlElement): TableCell['align'] {
  const css = /text-align\s*:\s*(left|center|right|justify)/i.exec(attribute(cell, 'style') ?? '')?.[1]
  const align = (css ?? attribute(cell, 'align') ?? '').toLowerCase()
  return align === 'left' || align === 'center' || align === 'right' || align === 'justify' ? align : undefined
}

/** Leading rows of header cells alone are the head where the source marks none. */
function promoteHeader(rows: Record<Band, Row[]>): void {
  if (rows.head.length > 0) return
  const first = rows.body.findIndex((row) => !row.every((cell) => cell.header))
  const hasSpanOut = rows.body
    .slice(0, Math.max(first, 0))
    .some((row, i) => row.some((cell) => i + cell.rowSpan > first))
  if (first > 0 && !hasSpanOut) rows.head = rows.body.splice(0, first)
}
