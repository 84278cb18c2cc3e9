import { inlineWords } from '../../structure/inline-words.ts'
import type { Block, Figure, Inline, Table } from '../../tree/book.ts'
import type { TextBlock } from '../layout/build-paragraphs.ts'
import type { FlowItem } from '../layout/page-pieces.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'
import { floatBlock, flowBlocks } from '../structure/flow-blocks.ts'
import { lineInlines } from '../structure/line-inlines.ts'
import { anchorsOf, codeBlock, type TextContext, textBlocks } from '../structure/text-blocks.ts'
import { type Entry, type Group, groupByTag, toEntries } from './group-by-tag.ts'
import { taggedList } from './tagged-list.ts'
import { taggedTable } from './tagged-table.ts'

/** Text that may still become part of a list or of code, or a block that is one; a caption as long as it has no owner. */
export type Piece = { readonly text: TextBlock; readonly isCaption?: boolean } | { readonly block: Block }

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

function pageOf(item: FlowItem): number {
  if ('line' in item) return item.line.page
  return 'table' in item ? item.table.page : item.picture.page
}

function coveredBlocks(flow: readonly FlowItem[], context: TextContext): Block[] {
  return toBlocks(
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
  return toBlocks(innerPieces(entries, depth, context), context)
}

/** The lines of entries, whatever is around them. */
export function linesOf(entries: readonly Entry[]): TextLine[] {
  return entries.flatMap(({ item }) => ('line' in item ? [item.line] : []))
}

function innerPieces(entries: readonly Entry[], depth: number, context: TextContext, isOneText = false): Piece[] {
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
      return [{ block: codeBlock([{ lines: linesOf(entries) }], context) }, ...floatPieces(entries, context)]
    case 'caption':
      return captionPieces(entries, context)
    case 'heading':
      return headingPieces(entries, depth, context)
    case 'paragraph':
      return innerPieces(entries, depth, context, true)
    default:
      return innerPieces(entries, depth, context)
  }
}

function captionPieces(entries: readonly Entry[], context: TextContext): Piece[] {
  const lines = linesOf(entries)
  return [...(lines.length === 0 ? [] : [{ text: { lines }, isCaption: true }]), ...floatPieces(entries, context)]
}

/** A heading that opens no section. */
function headingPieces(entries: readonly Entry[], depth: number, context: TextContext): Piece[] {
  const lines = linesOf(entries)
  if (!lines.some((line) => context.bridgeheads?.has(line))) return innerPieces(entries, depth, context, true)
  const content = lineInlines(lines, { ...context, plain: true })
  return [
    { block: { kind: 'bridgehead', anchors: anchorsOf(lines, context), content } },
    ...floatPieces(entries, context),
  ]
}

/** A figure with its pictures, its caption, and what else is written in it. */
function taggedFigure(
  entries: readonly Entry[],
  { depth, alternative }: { depth: number; alternative: string | undefined },
  context: TextContext,
): Figure {
  const isCaption = ({ tag }: Entry) => tag[depth]?.role === 'caption'
  const isPicture = ({ item }: Entry) => 'picture' in item
  const media = [...new Set(entries.flatMap(({ item }) => ('picture' in item ? [item.picture.media] : [])))]
  const shown = media.filter((name) => name !== undefined)
  const images = (shown.length > 0 ? shown : [undefined]).map((name, i) => ({
    ...(name !== undefined && { media: name }),
    ...(i === 0 && alternative !== undefined && { alt: alternative }),
  }))
  const caption = linesOf(entries.filter(isCaption))
  const others = entries.filter((entry) => !isCaption(entry) && !isPicture(entry))
  return {
    kind: 'figure',
    title: lineInlines(caption, context),
    anchors: anchorsOf(caption, context),
    images: images.filter(({ media: name, alt }) => name !== undefined || alt !== undefined),
    blocks: innerBlocks(others, depth, context),
  }
}

/** Text becomes paragraphs, lists and code; a caption beside a figure or table becomes its title. */
function toBlocks(pieces: readonly Piece[], context: TextContext): Block[] {
  const blocks: Block[] = []
  let text: TextBlock[] = []
  let caption: TextBlock | undefined
  const flush = () => {
    blocks.push(...textBlocks(text, context))
    text = []
  }
  for (const piece of pieces) {
    if ('block' in piece) {
      const isOpen = caption !== undefined && isUntitled(piece.block)
      if (isOpen && caption !== undefined && isUntitled(piece.block)) {
        text.pop()
        flush()
        blocks.push(titled(piece.block, caption, context))
      } else {
        flush()
        blocks.push(piece.block)
      }
      caption = undefined
      continue
    }
    const last = text.length === 0 ? blocks.at(-1) : undefined
    if (piece.isCaption === true && last !== undefined && isUntitled(last)) {
      blocks[blocks.length - 1] = titled(last, piece.text, context)
      continue
    }
    const before = text.at(-1)
    if (before !== undefined && goesOnNextPage(before, piece.text)) text[text.length - 1] = joined(before, piece.text)
    else text.push(piece.text)
    caption = piece.isCaption === true ? piece.text : undefined
  }
  flush()
  return blocks
}

/** Programs that tag page by page begin a new paragraph on each. */
function goesOnNextPage({ lines: before }: TextBlock, { lines: [first] }: TextBlock): boolean {
  const last = before.at(-1)
  if (first === undefined || last === undefined || last.page >= first.page || last.size !== first.size) return false
  return /^\s*\p{Ll}/u.test(lineText(first)) && /[\p{L},-]\s*$/u.test(lineText(last))
}

function joined(before: TextBlock, after: TextBlock): TextBlock {
  return { lines: [...before.lines, ...after.lines] }
}

function isUntitled(block: Block): block is Figure | Table {
  return (block.kind === 'figure' || block.kind === 'table') && inlineWords(block.title) === ''
}

function titled(block: Figure | Table, { lines }: TextBlock, context: TextContext): Figure | Table {
  const title: Inline[] = lineInlines(lines, context)
  return { ...block, title, anchors: [...(block.anchors ?? []), ...anchorsOf(lines, context)] }
}
