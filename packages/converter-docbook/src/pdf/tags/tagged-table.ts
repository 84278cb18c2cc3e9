import type { Block, Table, TableCell } from '../../tree/book.ts'
import { lineInlines } from '../structure/line-inlines.ts'
import { anchorsOf, type TextContext } from '../structure/text-blocks.ts'
import { type Entry, type Group, groupByTag } from './group-by-tag.ts'
import type { TagNode } from './tag.ts'
import { innerBlocks, linesOf } from './tagged-blocks.ts'

/** A row wider than this is a mistake. */
const MOST_CELLS = 200

interface Row {
  readonly isHead: boolean
  readonly cells: readonly TableCell[]
}

/** A table of the tree, `depth` is that of its rows; what stands in it outside of rows follows. */
export function taggedTable(entries: readonly Entry[], depth: number, context: TextContext): Block[] {
  const rows: Row[] = []
  const others: Entry[] = []
  const caption: Entry[] = []
  const take = (groups: readonly Group[], inside: number, isHead: boolean): void => {
    for (const { node, entries: own } of groups) {
      if (node?.role === 'row') rows.push(toRow(node, { entries: own, depth: inside, isHead }, context))
      else if (node?.role === 'head' || node?.role === 'rows')
        take(groupByTag(own, inside + 1), inside + 1, node.role === 'head')
      else for (const entry of own) (node?.role === 'caption' && 'line' in entry.item ? caption : others).push(entry)
    }
  }
  take(groupByTag(entries, depth), depth, false)
  const rest = innerBlocks(others, depth, context)
  if (rows.length === 0) return [...innerBlocks(caption, depth, context), ...rest]
  return [toTable(rows, caption, context), ...rest]
}

function toTable(rows: readonly Row[], caption: readonly Entry[], context: TextContext): Table {
  const isHead = ({ isHead: marked, cells }: Row) => marked || cells.every(({ header }) => header)
  const end = rows.findIndex((row) => !isHead(row))
  const cells = rows.map((row) => row.cells)
  const count = end === -1 ? Math.min(1, rows.length - 1) : end
  const lines = linesOf(caption)
  return {
    kind: 'table',
    title: lineInlines(lines, context),
    anchors: anchorsOf(lines, context),
    head: cells.slice(0, count),
    body: cells.slice(count),
    foot: [],
  }
}

interface RowSource {
  readonly entries: readonly Entry[]
  readonly depth: number
  readonly isHead: boolean
}

/** A row with its cells. The tree of a page does not show cells without text; their places tell of them. */
function toRow(row: TagNode, { entries, depth, isHead }: RowSource, context: TextContext): Row {
  const groups = groupByTag(entries, depth + 1).sort((a, b) => (a.node?.index ?? 0) - (b.node?.index ?? 0))
  const cells: TableCell[] = []
  for (const { node, entries: own } of groups) {
    while (node !== undefined && cells.length < Math.min(node.index, MOST_CELLS)) cells.push(emptyCell(isHead))
    cells.push(toCell(node, innerBlocks(own, node === undefined ? depth + 1 : depth + 2, context)))
  }
  while (cells.length < Math.min(row.childCount, MOST_CELLS)) cells.push(emptyCell(isHead))
  return { isHead, cells }
}

function toCell(node: TagNode | undefined, blocks: readonly Block[]): TableCell {
  const { rowSpan = 1, columnSpan = 1 } = node ?? {}
  return { header: node?.role === 'header', columnSpan, rowSpan, blocks }
}

function emptyCell(header: boolean): TableCell {
  return { header, columnSpan: 1, rowSpan: 1, blocks: [] }
}
