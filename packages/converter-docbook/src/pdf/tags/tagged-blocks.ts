import type { Block } from '../../tree/book.ts'
import { type FlowItem, pageOf } from '../layout/page-pieces.ts'
import type { TextLine } from '../layout/text-line.ts'
import { floatBlock, flowBlocks } from '../structure/flow-blocks.ts'
import { lineInlines } from '../structure/line-inlines.ts'
import { anchorsOf, codeBlock, type TextContext } from '../structure/text-blocks.ts'
import { type Entry, type Group, groupByTag, toEntries } from './group-by-tag.ts'
import { type Piece, piecesToBlocks } from './pieces-to-blocks.ts'
import { taggedFigure } from './tagged-figure.ts'
import { taggedList } from './tagged-list.ts'
import { taggedTable } from './tagged-table.ts'

/** Blocks of the items between two headings, as the structure tree has them on the pages where it covers the text. */
export function taggedBlocks(flow: readonly FlowItem[], context: TextContext): Block[] {
  return byCover(flow).flatMap(({ isCovered, items }) =>
    isCovered ? coveredBlocks(items, context) : flowBlocks(items, context),
  )
}

/** Items of neighbouring pages: a block does not go on behind a page on which nothing is known of blocks. */
function byCover(flow: readonly FlowItem[]): Array<{ isCovered: boolean; items: FlowItem[] }> {
  const covered = new Set(flow.flatMap((item) => ('line' in item && item.line.tagged ? [item.line.page] : [])))
  const runs: Array<{ isCovered: boolean; items: FlowItem[] }> = []
  for (const item of flow) {
    const isCovered = covered.has(pageOf(item))
    if (runs.at(-1)?.isCovered !== isCovered) runs.push({ isCovered, items: [] })
    runs.at(-1)?.items.push(item)
  }
  return runs
}

function coveredBlocks(flow: readonly FlowItem[], context: TextContext): Block[] {
  return piecesToBlocks(
    groupByTag(toEntries(flow), 0).flatMap((group) => {
      if (group.node !== undefined) return groupPieces(group, 1, context)
      const items = group.entries.map(({ item }) => item)
      return flowBlocks(items, context).map((block) => ({ block }))
    }),
    context,
  )
}

/** The blocks inside of a node. */
export function innerBlocks(entries: readonly Entry[], depth: number, context: TextContext): Block[] {
  return piecesToBlocks(innerPieces(entries, { depth }, context), context)
}

/** The lines of entries, whatever is around them. */
export function linesOf(entries: readonly Entry[]): TextLine[] {
  return entries.flatMap(({ item }) => ('line' in item ? [item.line] : []))
}

interface Level {
  /** Of the nodes that divide the entries. */
  readonly depth: number
  /** Whether the text between them is one. */
  readonly isOneText?: boolean
}

function innerPieces(entries: readonly Entry[], { depth, isOneText }: Level, context: TextContext): Piece[] {
  return groupByTag(entries, depth, isOneText).flatMap((group) => {
    if (group.node !== undefined) return groupPieces(group, depth + 1, context)
    const lines = linesOf(group.entries)
    const text: Piece[] = lines.length === 0 ? [] : [{ text: { lines } }]
    return [...text, ...floatPieces(group.entries, context)]
  })
}

/** Pictures and tables among entries. */
function floatPieces(entries: readonly Entry[], context: TextContext): Piece[] {
  return entries.flatMap(({ item }) => ('line' in item ? [] : [{ block: floatBlock(item, context) }]))
}

/** What a node becomes; `depth` is that of its content. */
function groupPieces({ node, entries }: Group, depth: number, context: TextContext): Piece[] {
  switch (node?.role) {
    case 'list':
      return [{ block: taggedList(entries, depth, context) }]
    case 'table':
      return taggedTable(entries, depth, context).map((block) => ({ block }))
    case 'figure':
      return [{ block: taggedFigure(entries, { depth, alternative: node.alternative }, context) }]
    case 'quote':
      return [{ block: { kind: 'quotation', blocks: innerBlocks(entries, depth, context) } }]
    case 'code':
      return codePieces(entries, context)
    case 'caption':
      return captionPieces(entries, context)
    case 'heading':
      return headingPieces(entries, depth, context)
    case 'paragraph':
      return innerPieces(entries, { depth, isOneText: true }, context)
    default:
      return innerPieces(entries, { depth }, context)
  }
}

function codePieces(entries: readonly Entry[], context: TextContext): Piece[] {
  const lines = linesOf(entries)
  return [...(lines.length === 0 ? [] : [{ block: codeBlock([{ lines }], context) }]), ...floatPieces(entries, context)]
}

function captionPieces(entries: readonly Entry[], context: TextContext): Piece[] {
  const lines = linesOf(entries)
  return [...(lines.length === 0 ? [] : [{ text: { lines }, isCaption: true }]), ...floatPieces(entries, context)]
}

/** A heading that opens no section. */
function headingPieces(entries: readonly Entry[], depth: number, context: TextContext): Piece[] {
  const lines = linesOf(entries)
  if (!lines.some((line) => context.bridgeheads?.has(line)))
    return innerPieces(entries, { depth, isOneText: true }, context)
  const content = lineInlines(lines, { ...context, plain: true })
  return [
    { block: { kind: 'bridgehead', anchors: anchorsOf(lines, context), content } },
    ...floatPieces(entries, context),
  ]
}
