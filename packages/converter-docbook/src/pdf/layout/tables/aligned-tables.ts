import type { Box } from '../../engine/pdf-document.ts'
import { isTableCaption } from '../../structure/captions.ts'
import { around, lineText, type TextLine } from '../text-line.ts'
import { buildRows } from './build-rows.ts'
import { type Column, cellsOf, findColumns } from './find-columns.ts'
import { hasHeadRule } from './head-rule.ts'
import { isAlignedTable } from './is-aligned-table.ts'
import { hasLeaders, isTable } from './is-table.ts'
import type { PageTable } from './page-table.ts'

/** Rows are no further apart than this many font sizes, and than the rows before them by that factor. */
const FURTHEST = 3.5
const WIDER = 1.6
/** Lines in which a cell goes on are nearer to each other than rows by this factor. */
const CLOSER = 1.15
/** Letters of the lines of a table differ in size by no more than this share. */
const SAME_SIZE = 0.15
/** White space between columns without lines, in font sizes. */
const LEAST_GAP = 0.9
/** A caption stands no further from its table than this many font sizes. */
const CAPTION_NEAR = 4

const UNDIVIDED = { isDivided: () => false, isGrid: false }

/**
 * Tables whose columns only white space divides: neighbouring lines whose pieces stand below each other. What may be something else
 * (a list, a contents, code, formulae, columns of text) stays text.
 *
 * @param isLoose whether three columns that are nothing else are a table; otherwise they need a caption, a head or numbers
 * @param rules lines that are drawn: one below the first row says that this is the head
 */
export function alignedTables(
  lines: readonly TextLine[],
  { isLoose = true, rules = [] }: { isLoose?: boolean; rules?: readonly Box[] } = {},
): PageTable[] {
  const found: PageTable[] = []
  for (let start = 0; start < lines.length; ) {
    const end = endOfRun(lines, start)
    const table = end - start < 2 ? undefined : toTable(lines, { start, end, isLoose, rules })
    if (table !== undefined) found.push(table)
    start = Math.max(end, start + 1)
  }
  return found
}

/** The end of the lines from `start` that leave the same white stripes free. */
function endOfRun(lines: readonly TextLine[], start: number): number {
  const first = lines[start]
  if (first === undefined || !isRow(first)) return start
  let columns = columnsOf(first)
  let widest = 0
  let end = start + 1
  for (; end < lines.length; end++) {
    const [line, above] = [lines[end], lines[end - 1]]
    if (line === undefined || above === undefined || !canFollow(line, first)) break
    const step = line.baseline - above.baseline
    if (step > FURTHEST * line.size || (end > start + 1 && step > Math.max(widest * WIDER, line.size * 1.6))) break
    const merged = mergeColumns(columns, columnsOf(line), line.size)
    if (merged.length < Math.max(2, columns.length - (line.segments.length > 1 ? 1 : 0))) break
    columns = merged
    widest = Math.max(widest, step)
  }
  while (end > start + 1 && isLoose(lines.slice(start, end), columns)) end--
  return end
}

/** Whether the last line is of the first column alone, and no nearer to the line above than rows are to each other. */
function isLoose(lines: readonly TextLine[], [first]: readonly Column[]): boolean {
  const last = lines.at(-1)
  if (last === undefined || first === undefined || isRow(last) || last.box.left > first.right) return false
  const steps = lines.slice(1).map(({ baseline }, i) => baseline - (lines[i]?.baseline ?? 0))
  const rows = steps.filter((_, i) => isRow(lines[i + 1] ?? last))
  return (steps.at(-1) ?? 0) * CLOSER > Math.min(...rows)
}

function isRow(line: TextLine): boolean {
  return line.segments.length > 1 && !hasLeaders(line)
}

function canFollow(line: TextLine, first: TextLine): boolean {
  return Math.abs(line.size - first.size) <= SAME_SIZE * first.size && !hasLeaders(line)
}

function columnsOf({ segments }: TextLine): Column[] {
  return segments.map(({ box }) => box)
}

function mergeColumns(a: readonly Column[], b: readonly Column[], size: number): Column[] {
  const merged: Array<{ left: number; right: number }> = []
  for (const { left, right } of [...a, ...b].toSorted((x, y) => x.left - y.left)) {
    const last = merged.at(-1)
    if (last !== undefined && left < last.right + LEAST_GAP * size) last.right = Math.max(last.right, right)
    else merged.push({ left, right })
  }
  return merged
}

interface Run {
  readonly start: number
  readonly end: number
  readonly isLoose: boolean
  readonly rules: readonly Box[]
}

function toTable(lines: readonly TextLine[], { start, end, isLoose, rules }: Run): PageTable | undefined {
  const own = lines.slice(start, end)
  const [first] = own
  if (first === undefined) return undefined
  const columns = findColumns(own)
  const rows = buildRows(own, columns, UNDIVIDED)
  const hasCaption = isCaptioned(lines, start, end)
  const isRuled = hasHeadRule(own, columns, rules)
  const headRows = isRuled || isHead(own, columns) ? 1 : 0
  if (!isTable(rows, columns.length)) return undefined
  const guess = { lines: own, columns, rows, hasCaption, hasHead: headRows > 0, isRuled, isLoose }
  if (!isAlignedTable(guess)) return undefined
  return { page: first.page, columns, rows, headRows, lines: own }
}

/** Whether the first row is bold, and no other. */
function isHead([first, ...others]: readonly TextLine[], columns: readonly Column[]): boolean {
  const isBold = (line: TextLine) => line.segments.every((segment) => segment.isBold)
  if (first === undefined || !isBold(first) || others.some(isBold)) return false
  return cellsOf(first, columns).filter((cell) => cell !== undefined).length >= columns.length - 1
}

function isCaptioned(lines: readonly TextLine[], start: number, end: number): boolean {
  const own = around(lines.slice(start, end).map(({ box }) => box))
  return lines.some((line, i) => {
    if (i >= start && i < end) return false
    const distance = i < start ? own.top - line.box.bottom : line.box.top - own.bottom
    return distance < CAPTION_NEAR * line.size && isTableCaption(lineText(line))
  })
}
