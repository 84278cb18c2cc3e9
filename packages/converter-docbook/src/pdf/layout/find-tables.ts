import type { Box } from '../engine/pdf-document.ts'
import { joinSegments } from './join-segments.ts'
import { around, lineText, type Segment, type TextLine } from './text-line.ts'

/** A table with lines drawn above and below it. */
export interface RuledTable {
  readonly page: number
  /** Cells by row; a cell holds the pieces of its lines, an empty one none. */
  readonly rows: ReadonlyArray<ReadonlyArray<readonly TextLine[]>>
  /** How many rows stand above the line that ends the head. */
  readonly headRows: number
  /** The lines that it was made of. */
  readonly lines: readonly TextLine[]
}

/** A rule drawn in several pieces is one; ends that differ by less than this many points are the same. */
const SAME_PLACE = 3
/** A table has at least this many rows and columns, and no more columns than that. */
const LEAST_ROWS = 2
const LEAST_COLUMNS = 2
const MOST_COLUMNS = 20
/** White space between columns, in font sizes. */
const LEAST_GAP = 0.5
const LEADERS = /(\. ?){5}/

interface Band {
  readonly lines: readonly TextLine[]
  /** Places of the rules, from top to bottom. */
  readonly rules: readonly number[]
}

/**
 * Tables among the lines of a piece, by their first line: what stands between rules of the same length, where all pieces of
 * lines fall into columns with white space between. Anything that is not as clear stays text.
 */
export function findTables(lines: readonly TextLine[], rules: readonly Box[]): Map<TextLine, RuledTable> {
  const found = new Map<TextLine, RuledTable>()
  const taken = new Set<TextLine>()
  // Rules around several tables are fewer than those of the tables.
  for (const band of toBands(lines, rules).sort((a, b) => b.rules.length - a.rules.length)) {
    const [first] = band.lines
    const table = band.lines.some((line) => taken.has(line)) ? undefined : toTable(band)
    if (first === undefined || table === undefined) continue
    found.set(first, table)
    for (const line of band.lines) taken.add(line)
  }
  return found
}

/** Neighbouring stripes between rules with the same ends, where the lines of each stand in columns. */
function toBands(lines: readonly TextLine[], rules: readonly Box[]): Band[] {
  const groups = Map.groupBy(joinRules(rules), ({ left, right }) =>
    [left, right].map((x) => Math.round(x / (2 * SAME_PLACE))).join(','),
  )
  return [...groups.values()].flatMap((group) => {
    const places = group.map((rule) => (rule.top + rule.bottom) / 2).sort((a, b) => a - b)
    const { left, right } = around(group)
    const inside = lines.filter(({ box }) => box.left > left - SAME_PLACE * 2 && box.right < right + SAME_PLACE * 2)
    return joinStripes(inside, places)
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

/** Horizontal rules, those that are drawn cell by cell put together. */
function joinRules(rules: readonly Box[]): Box[] {
  const horizontal = rules
    .filter((rule) => rule.right - rule.left > rule.bottom - rule.top)
    .sort((a, b) => Math.round(a.top) - Math.round(b.top) || a.left - b.left)
  const joined: Box[] = []
  for (const rule of horizontal) {
    const last = joined.at(-1)
    const goesOn = last !== undefined && Math.abs(last.top - rule.top) < 1.5 && rule.left - last.right < SAME_PLACE
    if (goesOn) joined[joined.length - 1] = around([last, rule])
    else joined.push(rule)
  }
  return joined
}

function toTable({ lines, rules }: Band): RuledTable | undefined {
  const columns = findColumns(lines)
  const [first] = lines
  if (first === undefined || columns.length < LEAST_COLUMNS || columns.length > MOST_COLUMNS) return undefined
  if (lines.some((line) => LEADERS.test(lineText(line)))) return undefined // a table of contents
  const cells = lines.map((line) => columns.map((column) => cellOf(line, column)))
  const isGrid = rules.length > 3
  const rows: TextLine[][][] = []
  let previous: TextLine | undefined
  for (const [i, row] of cells.entries()) {
    const line = lines[i]
    const isNew =
      previous === undefined ||
      line === undefined ||
      isRuleBetween(previous, line, rules) ||
      (!isGrid && row[0] !== undefined)
    if (isNew) rows.push(columns.map(() => []))
    for (const [k, cell] of row.entries()) if (cell !== undefined) rows.at(-1)?.[k]?.push(cell)
    previous = line
  }
  const filled = rows.filter((row) => row.filter((cell) => cell.length > 0).length >= 2).length
  if (rows.length < LEAST_ROWS || filled < rows.length * 0.6) return undefined
  const headEnd = rules[1] ?? 0
  const headRows = rows.filter((row) => row.flat().every(({ baseline }) => baseline < headEnd)).length
  return { page: first.page, rows, headRows: headRows < rows.length && rules.length > 2 ? headRows : 0, lines }
}

function isRuleBetween(above: TextLine, below: TextLine, rules: readonly number[]): boolean {
  return rules.some((place) => place > above.baseline && place < below.baseline)
}

interface Column {
  readonly left: number
  readonly right: number
}

/** The columns that no piece of a line reaches across. */
function findColumns(lines: readonly TextLine[]): Column[] {
  const segments = lines.flatMap((line) => line.segments).sort((a, b) => a.box.left - b.box.left)
  const columns: Array<{ left: number; right: number }> = []
  for (const { box, size } of segments) {
    const last = columns.at(-1)
    if (last !== undefined && box.left < last.right + LEAST_GAP * size) last.right = Math.max(last.right, box.right)
    else columns.push({ left: box.left, right: box.right })
  }
  return columns
}

function cellOf(line: TextLine, { left, right }: Column): TextLine | undefined {
  const segments: Segment[] = line.segments.filter(({ box }) => box.left >= left && box.right <= right)
  return segments.length === 0 ? undefined : { ...line, ...joinSegments(segments), segments }
}
