import type { Paragraph, Table, TableCell } from '../tree/book.ts'
import { languageAttributes } from './language-attributes.ts'
import { type PlacedCell, placeCells } from './table-grid.ts'
import { type BlockPlace, takes, writeBlocks, writeHeading } from './write-blocks.ts'
import { writeInlines } from './write-inlines.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement, type XmlNode } from './xml-node.ts'

/** A table in the CALS model; rows of its foot stand at the end of its body, where they are read. */
export function writeTable(writing: Writing, table: Table, place: BlockPlace): XmlElement[] {
  const rows = [...table.body, ...table.foot]
  const [head, body] = rows.length > 0 ? [table.head, rows] : [[], table.head]
  if (body.length === 0) return writeHeading(writing, table.title, place, table.anchors)
  if (place === 'footnote') return [element('para', {}, writeTable(writing, table, 'division'))] // a note holds paragraphs
  if (!takes(place, 'table')) return flatten(writing, table, place)
  const id = writing.ids.element('ta', table.anchors)
  const [headGrid, bodyGrid] = [placeCells(head), placeCells(body)]
  const columns = Math.max(headGrid.columns, bodyGrid.columns, 1)
  const specs = Array.from({ length: columns }, (_, i) =>
    element('colspec', { colname: `c${i + 1}`, colnum: String(i + 1) }),
  )
  const title = element('title', {}, writeInlines(writing, table.title))
  const headRows = headGrid.rows.length === 0 ? [] : [element('thead', {}, writeRows(writing, headGrid.rows))]
  const bodyRows = element('tbody', {}, writeRows(writing, bodyGrid.rows))
  return [
    element('table', { id }, [title, element('tgroup', { cols: String(columns) }, [...specs, ...headRows, bodyRows])]),
  ]
}

function writeRows(writing: Writing, rows: ReadonlyArray<readonly PlacedCell[]>): XmlElement[] {
  return rows.map((row) => {
    const entries = row.map((placed) => writeEntry(writing, placed))
    return element('row', {}, entries.length === 0 ? [element('entry', {})] : entries)
  })
}

function writeEntry(writing: Writing, { cell, column, columnSpan, rowSpan }: PlacedCell): XmlElement {
  const isSpan = columnSpan > 1
  const attributes = {
    id: writing.ids.optional(cell.anchors),
    namest: isSpan ? `c${column}` : undefined,
    nameend: isSpan ? `c${column + columnSpan - 1}` : undefined,
    morerows: rowSpan > 1 ? String(rowSpan - 1) : undefined,
    align: cell.align,
    ...(isText(cell) ? languageAttributes(cell.blocks[0]) : {}),
  }
  return element('entry', attributes, cellContent(writing, cell))
}

const isText = (cell: TableCell): cell is TableCell & { readonly blocks: readonly [Paragraph] } =>
  cell.blocks.length === 1 && cell.blocks[0]?.kind === 'paragraph' && cell.blocks[0].anchors === undefined

/** A cell with one paragraph holds its text directly. */
function cellContent(writing: Writing, cell: TableCell): XmlNode[] {
  return isText(cell) ? writeInlines(writing, cell.blocks[0].content) : writeBlocks(writing, cell.blocks, 'cell')
}

/** A table where the format takes none: its text, cell by cell. */
function flatten(writing: Writing, table: Table, place: BlockPlace): XmlElement[] {
  writing.warn({ code: 'table_flattened', message: `A table inside a ${place} was written as paragraphs` })
  const heading = writeHeading(writing, table.title, place, table.anchors)
  const cells = [...table.head, ...table.body, ...table.foot].flat()
  return [...heading, ...cells.flatMap(({ blocks }) => writeBlocks(writing, blocks, place))]
}
