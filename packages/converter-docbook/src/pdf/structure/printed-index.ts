import type { Block, IndexEntry, IndexList } from '../../tree/book.ts'
import type { FlowItem } from '../layout/page-pieces.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'
import { usualSize } from '../layout/usual-size.ts'
import { lineInlines } from './line-inlines.ts'
import { anchorsOf, type TextContext } from './text-blocks.ts'

/** Left edges that differ by less than this many font sizes are the same. */
const SAME_EDGE = 0.5
/** An index has so many entries, of which this share ends with pages, or leads to others. */
const LEAST_ENTRIES = 5
const MOST_END = 0.6
/** An indent is that of lines that go on where this share of them follow lines that do not end. */
const MOST_GO_ON = 0.8
/** Sentences above an index have no more lines. */
const MOST_INTRO = 10
const SENTENCE_END = /\p{L}{2}[.!]["”’)]?$/u
/** Levels of entries that the format has. */
const LEVELS = 3

/** The end of an entry: a page, perhaps with a letter for a note or a figure. Those that lead to others end in words. */
const PAGE_END = /\d[a-z]{0,2}[)\]]?\.?$|\b[ivxlc]+$/iu
const SEE = /\b(see|siehe|voir|véase|vedi)\b/iu
/** What ends so goes on, and so does what begins so further in, or has no words. */
const OPEN_END = /[,;(\-\u2010\u2013\u2014]$/u
const GOES_ON = /^[\d)\]]/u
const WORD = /\p{L}{2}/u
/** Divisions are letters, or words that are larger than the entries by this factor. */
const LETTER = /^\p{L}$/u
const LARGER = 1.2
/** So often a head of the pages comes. */
const LEAST_HEADS = 3

/** A line of an index, and how far it stands in from the edge of its column, in font sizes. */
interface IndexLine {
  readonly line: TextLine
  readonly text: string
  readonly indent: number
}

/** An entry with its lines; those of the first level have 0. */
interface Entry {
  readonly lines: TextLine[]
  readonly level: number
}

/**
 * Blocks of items below the title of an index. What stands between pictures and tables may be an index.
 *
 * @param read what becomes of the items that are none
 */
export function withIndexes(
  items: readonly FlowItem[],
  context: TextContext,
  read: (items: readonly FlowItem[]) => Block[],
): Block[] {
  const blocks: Block[] = []
  let others: FlowItem[] = []
  for (const stretch of stretchesOf(items)) {
    const index = printedIndex(stretch.flatMap(linesOf), context)
    if (index === undefined) others.push(...stretch)
    else {
      blocks.push(...read(others), ...index)
      others = []
    }
  }
  return [...blocks, ...read(others)]
}

/** Items that have lines of an index, and those before and between that have none. */
function stretchesOf(items: readonly FlowItem[]): FlowItem[][] {
  const intro = introLength(items)
  const stretches: FlowItem[][] = intro > 0 ? [items.slice(0, intro)] : []
  let hasLines: boolean | undefined
  for (const item of items.slice(intro)) {
    const has = linesOf(item).length > 0
    if (has === hasLines) stretches.at(-1)?.push(item)
    else stretches.push([item])
    hasLines = has
  }
  return stretches
}

/** How many of the first lines say how to read the index: sentences above its entries. */
function introLength(items: readonly FlowItem[]): number {
  const texts = items.slice(0, MOST_INTRO).map((item) => ('line' in item ? lineText(item.line).trim() : ''))
  const entries = texts.findIndex((text) => text === '' || LETTER.test(text) || isEnd(text))
  return texts.slice(0, Math.max(0, entries)).findLastIndex((text) => SENTENCE_END.test(text)) + 1
}

/**
 * The printed index that lines are: one list, or one for each letter that stands alone. Entries are told by their ends and by how
 * far in they begin. Undefined where the lines are no index.
 */
function printedIndex(all: readonly TextLine[], context: TextContext): IndexList[] | undefined {
  const usual = usualSize(
    all.flatMap(({ segments }) => segments),
    0.5,
  )
  const placed = withIndents(withoutHeads(all, usual))
  const levels = levelsOf(placed)
  const groups: Array<{ title?: TextLine; entries: Entry[] }> = [{ entries: [] }]
  let before: IndexLine | undefined
  for (const line of placed) {
    const open = groups.at(-1)?.entries ?? []
    const last = open.at(-1)
    if (isDivision(line, usual)) groups.push({ title: line.line, entries: [] })
    else if (last !== undefined && before !== undefined && goesOn(before, line, levels)) last.lines.push(line.line)
    else open.push({ lines: [line.line], level: levelOf(line, levels) })
    before = line
  }
  const filled: typeof groups = []
  for (const group of groups) {
    const { title, entries: own } = group
    if (title !== undefined && own.length === 0) filled.at(-1)?.entries.push({ lines: [title], level: 0 })
    else filled.push(group)
  }
  const entries = filled.flatMap((group) => group.entries)
  const ended = entries.filter(({ lines: own }) => isEnd(own.map(lineText).join(' ')))
  if (entries.length < LEAST_ENTRIES || ended.length < MOST_END * entries.length) return undefined
  return filled.flatMap(({ title, entries: own }) => {
    const list = { kind: 'index' as const, entries: nested(own, context) }
    if (title === undefined) return own.length === 0 ? [] : [list]
    return [{ ...list, title: lineInlines([title], { ...context, plain: true }) }]
  })
}

/** The lines of an item; none of what cannot stand in an index. Entries and their pages can be taken for a table. */
function linesOf(item: FlowItem): readonly TextLine[] {
  if ('line' in item) return [item.line]
  if (!('table' in item)) return []
  const { lines } = item.table
  return lines.filter((line) => isEnd(lineText(line))).length >= MOST_END * lines.length ? lines : []
}

/** Without what stands over the pages of the index alone: words that are larger than its entries, and come again. */
function withoutHeads(lines: readonly TextLine[], usual: number): TextLine[] {
  const isLarge = (line: TextLine) => line.size >= LARGER * usual && !LETTER.test(lineText(line).trim())
  const counts = Map.groupBy(lines.filter(isLarge), (line) => lineText(line).trim())
  const isHead = (line: TextLine) => isLarge(line) && (counts.get(lineText(line).trim())?.length ?? 0) >= LEAST_HEADS
  return lines.filter((line) => !isHead(line))
}

function isDivision({ line: { size }, text }: IndexLine, usual: number): boolean {
  return LETTER.test(text) || (size >= LARGER * usual && !isEnd(text))
}

function isEnd(text: string): boolean {
  return PAGE_END.test(text.trim()) || SEE.test(text)
}

/** The columns of even and of odd pages begin at the same places, also those in which no entry of the first level stands. */
function withIndents(lines: readonly TextLine[]): IndexLine[] {
  const columns = Map.groupBy(lines, ({ page, piece }) => `${page} ${piece}`)
  const places = new Map<string, string>()
  for (const own of Map.groupBy([...columns.keys()], (key) => key.split(' ', 1)[0]).values())
    for (const [i, key] of own.entries()) places.set(key, `${Number(key.split(' ', 1)[0]) % 2} ${own.length} ${i}`)
  const placeOf = ({ page, piece }: TextLine) => places.get(`${page} ${piece}`) ?? ''
  const edges = new Map<string, number>()
  for (const line of lines) edges.set(placeOf(line), Math.min(edges.get(placeOf(line)) ?? Infinity, line.box.left))
  return lines.map((line) => ({
    line,
    text: lineText(line).trim(),
    indent: (line.box.left - (edges.get(placeOf(line)) ?? 0)) / line.size,
  }))
}

/** The indents of entries, without those of lines that go on. What follows a page is an entry, however far in it begins. */
function levelsOf(lines: readonly IndexLine[]): number[] {
  const found: Array<{ indent: number; entries: number; others: number }> = []
  for (const [i, { indent }] of lines.entries()) {
    const before = lines[i - 1]
    const level = found.find((one) => isSame(one.indent, indent)) ?? { indent, entries: 0, others: 0 }
    if (!found.includes(level)) found.push(level)
    if (before !== undefined && PAGE_END.test(before.text)) level.entries++
    else if (before !== undefined && before.indent < indent - SAME_EDGE && !SEE.test(before.text)) level.others++
  }
  return found
    .filter(({ indent, entries, others }) => isSame(indent, 0) || others < MOST_GO_ON * (entries + others))
    .map(({ indent }) => indent)
    .sort((a, b) => a - b)
    .slice(0, LEVELS)
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) < SAME_EDGE
}

function levelOf({ indent }: IndexLine, levels: readonly number[]): number {
  return Math.max(
    0,
    levels.findLastIndex((level) => indent > level - SAME_EDGE),
  )
}

function goesOn(before: IndexLine, line: IndexLine, levels: readonly number[]): boolean {
  const isFurtherIn = line.indent > before.indent + SAME_EDGE
  if (OPEN_END.test(before.text) || (GOES_ON.test(line.text) && (isFurtherIn || !WORD.test(line.text)))) return true
  return !levels.some((level) => isSame(level, line.indent)) && line.indent > before.indent - SAME_EDGE
}

function nested(entries: readonly Entry[], context: TextContext): IndexEntry[] {
  const top: IndexEntry[] = []
  const open: Array<{ level: number; entries: IndexEntry[] }> = []
  for (const { lines, level } of entries) {
    while ((open.at(-1)?.level ?? -1) >= level) open.pop()
    const own: IndexEntry[] = []
    const entry = { anchors: anchorsOf(lines, context), content: lineInlines(lines, context), entries: own }
    ;(open.at(-1)?.entries ?? top).push(entry)
    open.push({ level, entries: own })
  }
  return top
}
