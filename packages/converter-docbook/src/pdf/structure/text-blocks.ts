import type { Block, Inline, List, Paragraph } from '../../tree/book.ts'
import type { TextBlock } from '../layout/build-paragraphs.ts'
import type { Hyphenation } from '../layout/hyphenation.ts'
import type { SpacedSizes } from '../layout/leading.ts'
import { type ListMarker, listMarker } from '../layout/list-marker.ts'
import { lineText, type Span, type TextLine } from '../layout/text-line.ts'
import { joinLines, lineInlines, spanInlines } from './line-inlines.ts'
import type { LinkGoal } from './link-places.ts'
import { bracketedReferences } from './references.ts'

/** What the blocks of text are made with. */
export interface TextContext {
  readonly hyphenation: Hyphenation
  readonly spaced: SpacedSizes
  /** Whether the text is that of references, whose numbered entries are a list however their lines go on. */
  readonly areReferences?: boolean | undefined
  /** Anchors of what links lead to. */
  readonly anchors: ReadonlyMap<LinkGoal, readonly string[]>
  /** The first lines of what the structure tree calls headings. */
  readonly bridgeheads?: ReadonlySet<TextLine> | undefined
}

/** Left edges that differ by less than this many font sizes are the same. */
const SAME_EDGE = 0.6
/** Width of a letter of a font with fixed widths, in font sizes. */
const FIXED_WIDTH = 0.6

/** Paragraphs, lists and code from blocks of lines. */
export function textBlocks(blocks: readonly TextBlock[], context: TextContext): Block[] {
  const made: Block[] = []
  const lefts = leftsInColumns(blocks)
  for (let i = 0; i < blocks.length; ) {
    const list = listAt({ blocks, lefts, context }, i)
    const code = list === undefined ? codeAt(blocks, i) : i
    const end = list?.end ?? Math.max(code, i + 1)
    if (list !== undefined) made.push(...list.blocks)
    else if (code > i) made.push(codeBlock(blocks.slice(i, code), context))
    else made.push(toParagraph(blocks[i]?.lines ?? [], context))
    if (list === undefined) made.push(...blocks.slice(i, end).flatMap(({ notes = [] }) => notes))
    i = end
  }
  return made
}

/** The anchors of lines, or of what stands between them. */
export function anchorsOf(lines: readonly LinkGoal[], { anchors }: TextContext): string[] {
  return lines.flatMap((line) => anchors.get(line) ?? [])
}

function toParagraph(lines: readonly TextLine[], context: TextContext): Paragraph {
  return { kind: 'paragraph', anchors: anchorsOf(lines, context), content: lineInlines(lines, context) }
}

/** The end of the blocks that are code, from `start`. */
function codeAt(blocks: readonly TextBlock[], start: number): number {
  let end = start
  while (blocks[end]?.lines.every(({ isFixed }) => isFixed)) end++
  return end
}

/** Lines as code, each with its indent. */
export function codeBlock(blocks: readonly TextBlock[], context: TextContext): Block {
  const lines = blocks.flatMap((block) => block.lines)
  const left = Math.min(...lines.map(({ box }) => box.left))
  const text = lines.map((line) => `${' '.repeat(indentOf(line, left))}${lineText(line).trimEnd()}`).join('\n')
  return { kind: 'lines', role: 'code', anchors: anchorsOf(lines, context), content: [{ kind: 'text', text }] }
}

function indentOf({ box, size }: TextLine, left: number): number {
  return Math.min(80, Math.max(0, Math.round((box.left - left) / (size * FIXED_WIDTH))))
}

interface Found {
  readonly blocks: readonly Block[]
  readonly end: number
}

/** An item of a list that is being read. */
interface Item {
  readonly lines: readonly TextLine[]
  /** The text without its marker, then what else belongs to the item. */
  readonly blocks: Block[]
}

/** Where lists are looked for. */
interface ListSource {
  readonly blocks: readonly TextBlock[]
  /** Where each block begins, from the left edge of its column. */
  readonly lefts: readonly number[]
  readonly context: TextContext
}

/** The list that begins at a block. Numbers make a list when they count on; those of paragraphs stay in their text. */
function listAt(source: ListSource, start: number): Found | undefined {
  const { blocks, lefts, context } = source
  const first = markerOf(blocks[start])
  const left = lefts[start]
  if (first === undefined || left === undefined) return undefined
  const items: Item[] = []
  const labels: string[] = []
  let end = start
  while (end < blocks.length) {
    const { lines = [], notes = [] } = blocks[end] ?? {}
    const marker = markerOf(blocks[end])
    const own = lefts[end] ?? 0
    const size = lines[0]?.size ?? 1
    const last = items.at(-1)
    const isItem = marker !== undefined && isNext(first, marker, items.length)
    const isCountedOn = isItem && marker.number !== undefined && columnOf(blocks[end]) !== columnOf(blocks[end - 1])
    if (isItem && (isCountedOn || Math.abs(own - left) < edgeOf(first, marker) * size)) {
      items.push({ lines, blocks: [toItem(lines, marker.text, context), ...notes] })
      labels.push(marker.text)
      end++
    } else if (last !== undefined && own > left + SAME_EDGE * size) {
      const inner = listAt(source, end)
      if (inner !== undefined) last.blocks.push(...inner.blocks)
      else last.blocks.push(toParagraph(lines, context), ...notes)
      end = inner?.end ?? end + 1
    } else break
  }
  const isOrdered = first.number !== undefined
  if (items.length === 0 || (isOrdered && items.length < 2)) return undefined
  const references = bracketedReferences({ labels, items })
  if (references !== undefined) return { blocks: [references], end }
  if (isOrdered && context.areReferences !== true && areParagraphs(items))
    return { blocks: items.flatMap((item) => withNumber(item, context)), end }
  const list: List = {
    kind: 'list',
    ordered: isOrdered,
    items: items.map((item) => ({ blocks: item.blocks })),
    ...(isOrdered && { start: first.number, numeration: 'arabic' }),
  }
  return { blocks: [list], end }
}

/** Whether the further lines of most items begin no further to the right than their numbers. */
function areParagraphs(items: readonly Item[]): boolean {
  const longer = items.flatMap(({ lines: [first, second] }) =>
    first === undefined || second === undefined ? [] : [second.box.left < first.box.left + SAME_EDGE * first.size],
  )
  return longer.filter((isUnder) => isUnder).length * 2 > longer.length
}

function withNumber({ lines, blocks }: Item, context: TextContext): Block[] {
  return [toParagraph(lines, context), ...blocks.slice(1)]
}

/** How far the markers of one list may stand from each other: numbers with more digits begin further to one side. */
function edgeOf(first: ListMarker, { text }: ListMarker): number {
  return SAME_EDGE + FIXED_WIDTH * Math.abs(text.trim().length - first.text.trim().length)
}

/** Undefined for a mark that stands alone: in a form it is the text. */
function markerOf(block: TextBlock | undefined): ListMarker | undefined {
  const [first, second] = block?.lines ?? []
  const marker = first && listMarker(lineText(first))
  return second === undefined && marker?.text.trim() === (first && lineText(first).trim()) ? undefined : marker
}

/** Where blocks begin, from the left edges of the columns in which they do: those of the next column count from its own. */
function leftsInColumns(blocks: readonly TextBlock[]): number[] {
  const edges = new Map<string, number>()
  for (const line of blocks.flatMap(({ lines }) => lines)) {
    const column = columnOf({ lines: [line] })
    edges.set(column, Math.min(edges.get(column) ?? Infinity, line.box.left))
  }
  return blocks.map((block) => (block.lines[0]?.box.left ?? 0) - (edges.get(columnOf(block)) ?? 0))
}

/** The column of a page in which a block begins. */
function columnOf(block: Pick<TextBlock, 'lines'> | undefined): string {
  const [first] = block?.lines ?? []
  return `${first?.page}/${first?.piece}`
}

function isNext(first: ListMarker, marker: ListMarker, count: number): boolean {
  if (first.number === undefined) return marker.text.trim() === first.text.trim()
  return marker.number === first.number + count
}

function toItem(lines: readonly TextLine[], marker: string, context: TextContext): Paragraph {
  const spans = withoutStart(joinLines(lines, context.hyphenation), marker.trimStart().length)
  const content: Inline[] = spanInlines(spans, context)
  return { kind: 'paragraph', anchors: anchorsOf(lines, context), content }
}

/** Spans without their first letters, and without the spaces that then come first. */
function withoutStart(spans: readonly Span[], length: number): Span[] {
  const rest: Span[] = []
  let left = length
  for (const span of spans) {
    const text = span.text.slice(Math.min(left, span.text.length))
    left = Math.max(0, left - span.text.length)
    const own = rest.length === 0 ? text.trimStart() : text
    if (own !== '') rest.push({ ...span, text: own })
  }
  return rest
}
