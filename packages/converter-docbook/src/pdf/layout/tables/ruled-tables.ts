import type { Box } from '../../engine/pdf-document.ts'
import { around, type TextLine } from '../text-line.ts'
import { buildRows, isRowEnd } from './build-rows.ts'
import { type Column, cellsOf, findColumns, type LineCell } from './find-columns.ts'
import { type Band, withHeadAbove } from './head-above.ts'
import { isAlignedTable, isInColumns } from './is-aligned-table.ts'
import { hasLeaders, isCode, isLabelled, isTable } from './is-table.ts'
import { isLevel, SAME_PLACE } from './join-rules.ts'
import type { PageTable } from './page-table.ts'

/** A table has at least this many rows and columns. */
const LEAST_ROWS = 2
const LEAST_COLUMNS = 2
/** Lines of a staff stand nearer to each other than this many font sizes of the text between. */
const LOWEST_STRIPE = 0.8
/** So many lines of text between two rules are several rows, when this share of them cannot go on from the line above. */
const ROWS_BETWEEN = 2
const ROW_ENDS = 0.4
/** Lines whose cells are all filled, with no more letters than this, are rows, too. */
const SHORT = 16

/** An upright line divides columns when it is this share of their height. */
const DIVIDED = 0.7

/** Tables between rules of the same length, where all pieces of lines fall into columns with white space between. */
export function ruledTables(lines: readonly TextLine[], rules: readonly Box[]): PageTable[] {
  const found: PageTable[] = []
  const taken = new Set<TextLine>()
  const verticals = rules.filter((rule) => !isLevel(rule))
  // Rules around several tables are fewer than those of the tables.
  for (const band of toBands(lines, rules).sort((a, b) => b.rules.length - a.rules.length)) {
    const table = band.lines.some((line) => taken.has(line)) ? undefined : toTable(band, verticals)
    if (table === undefined) continue
    found.push(table)
    for (const line of band.lines) taken.add(line)
  }
  return found
}

/** Neighbouring stripes between rules with the same ends, where the lines of each stand in columns. */
function toBands(lines: readonly TextLine[], rules: readonly Box[]): Band[] {
  const groups = Map.groupBy(rules.filter(isLevel), ({ left, right }) =>
    [left, right].map((x) => Math.round(x / (2 * SAME_PLACE))).join(','),
  )
  return [...groups.values()].flatMap((group) => {
    const places = group.map((rule) => (rule.top + rule.bottom) / 2).sort((a, b) => a - b)
    const { left, right } = around(group)
    const inside = lines.filter(({ box }) => box.left > left - SAME_PLACE * 2 && box.right < right + SAME_PLACE * 2)
    return joinStripes(inside, places).map((band) => withHeadAbove(band, inside))
  })
}

function joinStripes(lines: readonly TextLine[], places: readonly number[]): Band[] {
  const bands: Array<{ lines: TextLine[]; rules: number[] }> = []
  for (const [i, bottom] of places.slice(1).entries()) {
    const top = places[i] ?? bottom
    const stripe = lines.filter(({ baseline }) => baseline > top && baseline < bottom)
    const last = bands.at(-1)
    if (stripe.length === 0 || !stripe.some(({ segments }) => segments.length >= LEAST_COLUMNS)) continue
    const goesOn = last !== undefined && last.rules.at(-1) === top
    const whole = goesOn ? [...last.lines, ...stripe] : stripe
    if (findColumns(whole).length < LEAST_COLUMNS) continue
    if (goesOn) {
      last.lines.push(...stripe)
      last.rules.push(bottom)
    } else bands.push({ lines: stripe, rules: [top, bottom] })
  }
  return bands.filter((band) => band.lines.length >= LEAST_ROWS)
}

function toTable({ lines, rules }: Band, verticals: readonly Box[]): PageTable | undefined {
  const [first] = lines
  if (first === undefined || lines.some(hasLeaders) || isStaff(lines, rules)) return undefined
  const { between, beside } = uprightLines(lines, verticals)
  const hasColumns = between > 0
  // What is set like code between two lines, with or without a title above, is code in a frame.
  if (rules.length <= 3 && !hasColumns && isCode(lines)) return undefined
  const columns = findColumns(lines)
  const isDivided = (above: TextLine, below: TextLine) =>
    rules.some((place) => place > above.baseline && place < below.baseline)
  const isGrid = rules.length > 3 && (hasColumns || !holdsRows(lines, columns, isDivided))
  const rows = buildRows(lines, columns, { isDivided, isGrid })
  if (rows.length < LEAST_ROWS || !isTable(rows, columns.length, { isGrid: hasColumns && rules.length > 3 }))
    return undefined
  if (!hasColumns && isLabelled(rows)) return undefined
  const guess = { lines, columns, rows, hasCaption: false, hasHead: false, isRuled: false, isLoose: true }
  if (!hasColumns && rules.length === 2 && (beside > 0 ? !isAlignedTable(guess) : !isInColumns(guess))) return undefined
  const headEnd = rules[1] ?? 0
  const headRows = rows.filter((row) =>
    row.every((cell) => cell.lines.every(({ baseline }) => baseline < headEnd)),
  ).length
  const hasHead = headRows < rows.length && rules.length > 2
  return { page: first.page, columns, rows, headRows: hasHead ? headRows : 0, lines }
}

/** Whether text stands in lines that are too near to each other for it, as notes of music do. */
function isStaff(lines: readonly TextLine[], rules: readonly number[]): boolean {
  return lines.some(({ baseline, size }) => {
    const above = Math.max(...rules.filter((place) => place < baseline))
    const below = Math.min(...rules.filter((place) => place > baseline))
    return below - above < LOWEST_STRIPE * size
  })
}

/** Where upright lines stand that divide columns or frame them, drawn in one piece or cell by cell: between, or at the sides. */
function uprightLines(lines: readonly TextLine[], verticals: readonly Box[]): { between: number; beside: number } {
  const { left, right, top, bottom } = around(lines.map(({ box }) => box))
  const lengths = new Map<number, number>()
  for (const rule of verticals) {
    const length = Math.min(rule.bottom, bottom) - Math.max(rule.top, top)
    const place = Math.round(rule.left / SAME_PLACE)
    if (length > 0) lengths.set(place, (lengths.get(place) ?? 0) + length)
  }
  const places = [...lengths].flatMap(([place, length]) =>
    length >= DIVIDED * (bottom - top) ? [place * SAME_PLACE] : [],
  )
  const between = places.filter((place) => place > left && place < right).length
  return { between, beside: places.length - between }
}

/** Whether there are several rows between two rules. */
function holdsRows(
  lines: readonly TextLine[],
  columns: readonly Column[],
  isDivided: (above: TextLine, below: TextLine) => boolean,
): boolean {
  const cells = lines.map((line) => cellsOf(line, columns))
  const inside = lines.flatMap((line, i) => {
    const above = lines[i - 1]
    return above === undefined || isDivided(above, line) ? [] : [i]
  })
  const ends = inside.filter(
    (i) => cells[i]?.[0] !== undefined && isRowEnd(cells[i - 1] ?? [], cells[i] ?? [], columns),
  )
  const isShort = (cell: LineCell | undefined) => cell !== undefined && cell.line.letters <= SHORT
  const full = inside.filter((i) => cells[i]?.every(isShort))
  return inside.length >= ROWS_BETWEEN && (ends.length >= inside.length * ROW_ENDS || full.length === inside.length)
}
