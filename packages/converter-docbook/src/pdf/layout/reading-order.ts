import type { Box } from '../engine/pdf-document.ts'
import { isTableCaption } from '../structure/captions.ts'
import { findGutter, type Placed, type Work } from './find-gutter.ts'
import { areIndexColumns } from './index-columns.ts'
import { joinSegments, toRows } from './join-segments.ts'
import { bottomOf, endAtGap, endOfStripes, toBands, topOf } from './page-bands.ts'
import { alignedTables } from './tables/aligned-tables.ts'
import { around, lineText, type Segment } from './text-line.ts'

/** A column is cut again no deeper than this. */
const DEEPEST = 8
/**
 * So many items are gone through in search of columns on a page, as many as the busiest index of those measured needed; and at a band up
 * to this share of what is left, since what stands below a table of many cells may be columns.
 */
const MOST_WORK = 400_000
const SHARE = 1 / 8
/** A line belongs to the column that begins below it when it is no further away than this, in font sizes, and as large. */
const LINE_GAP = 1
const SAME_SIZE = 0.05
/** A caption that goes on in the next line ends so near to the edge of its column, in font sizes. */
const CAPTION_EDGE = 2
/** Points by which boxes that touch overlap, and pictures of a page that are looked at. */
const LEAST_OVERLAP = 2
const MOST_PICTURES = 200
/** Pictures that take more than this share of the height of a page. */
const HIGH = 0.6
/** Columns of which most lines have more letters than this are text. */
const CELL_LETTERS = 30

/**
 * Divides a page into pieces (columns, what stands above, between and below them) in the order in which they are read.
 * The page is cut into bands from side to side; neighbouring bands with a common white stripe between columns belong
 * together and are read column by column, each of which is divided in the same way.
 */
export function inReadingOrder<T extends Placed>(items: readonly T[], rules: readonly Box[]): T[][] {
  return divide(items, { rules, depth: 0, work: { left: MOST_WORK }, loosePictures: loosePictures(items) })
}

/**
 * Pictures that reach into text, or into others that do, and those that are nearly as high as all: what stands beside them need not
 * belong together.
 */
function loosePictures(items: readonly Placed[]): Set<Placed> {
  const [top, bottom] = [topOf(items), bottomOf(items)]
  const isText = ({ segment }: Placed) => segment !== undefined
  const pictures = items.filter((item) => !isText(item)).slice(0, MOST_PICTURES)
  const found = new Set<Placed>(pictures.filter(({ box }) => box.bottom - box.top > HIGH * (bottom - top)))
  let reached = items.filter((item) => isText(item) || found.has(item))
  while (reached.length > 0) {
    const next = pictures.filter(
      (picture) => !found.has(picture) && reached.some((item) => overlap(picture.box, item.box)),
    )
    for (const picture of next) found.add(picture)
    reached = next
  }
  return found
}

function overlap(one: Box, other: Box): boolean {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left)
  const along = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  return across > LEAST_OVERLAP && along > LEAST_OVERLAP
}

/** What is known while a page is divided. */
interface Division {
  readonly rules: readonly Box[]
  readonly depth: number
  readonly work: Work
  readonly loosePictures: ReadonlySet<Placed>
}

function divide<T extends Placed>(items: readonly T[], division: Division): T[][] {
  if (items.length === 0) return []
  if (division.depth >= DEEPEST) return [[...items]]
  const deeper = { ...division, depth: division.depth + 1 }
  const bands = toBands(items, division.loosePictures)
  const pieces: T[][] = []
  let loose: T[] = []
  const flush = () => {
    if (loose.length > 0) pieces.push(loose)
    loose = []
  }
  for (let i = 0; i < bands.length; ) {
    const columns = widestColumns(bands, i, division)
    if (columns === undefined) {
      loose.push(...(bands[i] ?? []))
      i++
      continue
    }
    const isNoTable = hasColumnCaption(columns) || areIndexColumns(columns.left, columns.right)
    const table = isNoTable ? undefined : tableBands(bands, i, columns.end)
    if (table !== undefined) {
      const above = bands.slice(i, table.start).flat()
      if (above.length > 0) flush()
      pieces.push(...divide(above, deeper))
      loose.push(...bands.slice(table.start, table.end).flat())
      i = table.end
      continue
    }
    const early = begunBefore(columns, loose)
    if (early.length > 0) loose = loose.filter((item) => !early.includes(item))
    flush()
    pieces.push(...divide(columns.left, deeper), ...divide([...early, ...columns.right], deeper))
    i = columns.end
  }
  flush()
  return pieces
}

/** What stands to both sides of a white stripe, in bands up to `end`. */
interface Columns<T extends Placed> {
  readonly left: T[]
  readonly right: T[]
  readonly end: number
}

/** The longest row of bands from `start` that stands in columns. */
function widestColumns<T extends Placed>(
  bands: readonly T[][],
  start: number,
  division: Division,
): Columns<T> | undefined {
  const most = division.work.left * SHARE
  const work = { left: most }
  const columns = columnsFrom(bands, start, { ...division, work })
  division.work.left -= most - work.left
  return columns
}

function columnsFrom<T extends Placed>(
  bands: readonly T[][],
  start: number,
  { rules, work }: Division,
): Columns<T> | undefined {
  for (let end = endOfStripes(bands, start); end > start && work.left > 0; end--) {
    const inside = bands.slice(start, end).flat()
    const at = findGutter(inside, rules, work)
    if (at === undefined) continue
    const gap = endAtGap(bands, start, end)
    const isStill = gap !== end && findGutter(bands.slice(start, gap).flat(), rules, work) !== undefined
    const items = bands.slice(start, isStill ? gap : end).flat()
    return {
      left: items.filter(({ box }) => box.right <= at),
      right: items.filter(({ box }) => box.left >= at),
      end: isStill ? gap : end,
    }
  }
  return undefined
}

/** Lines of the right column that stand higher than the first line of the left one, from the lowest upwards. */
function begunBefore<T extends Placed>({ right }: Columns<T>, above: readonly T[]): T[] {
  const early: T[] = []
  const column = around(right.map(({ box }) => box))
  let next = right.toSorted((a, b) => a.box.top - b.box.top)[0]
  for (const item of above.toSorted((a, b) => b.box.top - a.box.top)) {
    const [size, below] = [item.segment?.size, next?.segment?.size]
    if (size === undefined || below === undefined || Math.abs(size - below) > SAME_SIZE * size) break
    const isInColumn = Math.abs(item.box.left - column.left) < size && item.box.right < column.right + size
    if (next === undefined || !isInColumn || next.box.top - item.box.bottom > LINE_GAP * size) break
    early.push(item)
    next = item
  }
  return early
}

/** Whether the caption of a table ends where its column does: then the table is one of the column, and not of the page. */
function hasColumnCaption({ left, right }: Columns<Placed>): boolean {
  return [left, right].some((column) => {
    const edge = Math.max(...column.map(({ box }) => box.right))
    return column.some(
      ({ segment }) =>
        segment !== undefined &&
        edge - segment.box.right < CAPTION_EDGE * segment.size &&
        isTableCaption(lineText(segment)),
    )
  })
}

/** The first bands from `start` that are rows of a table, whose columns are no columns of the page. */
function tableBands(
  bands: readonly Placed[][],
  start: number,
  end: number,
): { start: number; end: number } | undefined {
  const inBands = (some: readonly Placed[][]) => some.flatMap((band) => band.flatMap(({ segment }) => segment ?? []))
  const inside = inBands(bands.slice(start, end))
  if (inside.filter(({ letters }) => letters > CELL_LETTERS).length > inside.length / 2) return undefined
  const segments = inBands(bands.slice(start))
  const lines = toRows(segments).map((row) => ({ ...joinSegments(row), segments: row, page: 0, piece: 0 }))
  const [table] = alignedTables(lines, { isLoose: false })
  if (table === undefined) return undefined
  const cells = new Set<Segment>(table.lines.flatMap((line) => line.segments))
  const holds = (band: readonly Placed[]) => band.some(({ segment }) => segment !== undefined && cells.has(segment))
  const first = bands.findIndex(holds)
  return first < end ? { start: first, end: bands.findLastIndex(holds) + 1 } : undefined
}
