import { joinSegments } from '../join-segments.ts'
import type { Segment, TextLine } from '../text-line.ts'

/** From where to where the text of a column reaches. */
export interface Column {
  readonly left: number
  readonly right: number
}

/** The part of a line that stands in a column, or in several. */
export interface LineCell {
  readonly line: TextLine
  readonly span: number
}

/** White space between columns, in font sizes. */
const LEAST_GAP = 0.5
/** At most this share of the lines may reach over several columns. */
const MOST_ACROSS = 0.25

/** The columns of lines; what reaches over several (a head over two columns, a line between groups) is rare. */
export function findColumns(lines: readonly TextLine[]): Column[] {
  const all = mergeColumns(lines.flatMap(({ segments }) => segments))
  const byCount = lines.toSorted((a, b) => b.segments.length - a.segments.length)
  let columns: Column[] = []
  const across: TextLine[] = []
  for (const line of byCount) {
    const merged = mergeColumns([...columns.map(asPiece), ...line.segments])
    if (merged.length < columns.length) across.push(line)
    else columns = merged
  }
  if (columns.length <= all.length || across.length > Math.max(1, lines.length * MOST_ACROSS)) return all
  const isWhole = across.every((line) => cellsOf(line, columns).every((cell, i, row) => !isDoubled(cell, i, row)))
  return isWhole ? columns : all
}

function isDoubled(cell: LineCell | undefined, i: number, row: ReadonlyArray<LineCell | undefined>): boolean {
  return cell !== undefined && row.slice(i + 1, i + cell.span).some((other) => other !== undefined)
}

interface Piece {
  readonly box: Column
  readonly size: number
}

function asPiece({ left, right }: Column): Piece {
  return { box: { left, right }, size: 0 }
}

/** Pieces with less than a gap between them are of one column. */
function mergeColumns(pieces: readonly Piece[]): Column[] {
  const columns: Array<{ left: number; right: number }> = []
  for (const { box, size } of pieces.toSorted((a, b) => a.box.left - b.box.left)) {
    const last = columns.at(-1)
    if (last !== undefined && box.left < last.right + LEAST_GAP * size) last.right = Math.max(last.right, box.right)
    else columns.push({ left: box.left, right: box.right })
  }
  return columns
}

/** The parts of a line by column; one that reaches over several stands in the first of them. */
export function cellsOf(line: TextLine, columns: readonly Column[]): Array<LineCell | undefined> {
  const groups = new Map<number, { segments: Segment[]; span: number }>()
  for (const segment of line.segments) {
    const { first, span } = placeOf(segment, columns)
    const group = groups.get(first) ?? { segments: [], span: 1 }
    groups.set(first, { segments: [...group.segments, segment], span: Math.max(group.span, span) })
  }
  return columns.map((_, i) => {
    const group = groups.get(i)
    if (group === undefined) return undefined
    const { segments, span } = group
    return { line: { ...line, ...joinSegments(segments), segments }, span }
  })
}

function placeOf({ box, size }: Segment, columns: readonly Column[]): { first: number; span: number } {
  const slack = LEAST_GAP * size * 0.5
  const inside = columns.flatMap(({ left, right }, i) =>
    box.left < right - slack && box.right > left + slack ? [i] : [],
  )
  const [first] = inside
  if (first !== undefined) return { first, span: (inside.at(-1) ?? first) - first + 1 }
  const middle = (box.left + box.right) / 2
  const distances = columns.map(({ left, right }) => Math.max(left - middle, middle - right))
  return { first: distances.indexOf(Math.min(...distances)), span: 1 }
}
