import type { Box } from '../engine/pdf-document.ts'
import { areIndexColumns } from './index-columns.ts'
import { median } from './median.ts'
import { around, lineText, type Segment } from './text-line.ts'
import { usualSize } from './usual-size.ts'

/** Something that has its place on a page: a piece of text or a picture. */
export interface Placed {
  readonly box: Box
  readonly segment?: Segment | undefined
}

/** How many items may still be gone through on a page. */
export interface Work {
  left: number
}

/** A white stripe between columns is at least this many font sizes wide, and in points at least the other. */
const LEAST_GUTTER = 0.75
const LEAST_POINTS = 5
const SIZE_STEP = 0.5
/** A column has at least this many lines; most of its lines fill this share of it and have that many letters. */
const COLUMN_LINES = 3
const FILLED = 0.45
const LINE_LETTERS = 13
/** Lists beside each other are columns, however short their items are: so many, each of so many letters. */
const LEAST_ITEMS = 2
const ITEM_LETTERS = 4
const BULLET = /^\s*[•▪◦‣∙●○■□►▶❖➢]/u
/** So many numbers of lines make a column; fewer may be those of a list or of chapters. */
const LEAST_NUMBERS = 16
/** Lines of a table stand no further than this from its cells, in points. */
const NEAR_RULE = 40
/** Columns stand beside each other over at least this share of the lower one. */
const BESIDE = 0.4

/** The x of the widest white stripe that divides the items into columns of text; undefined when there is none. */
export function findGutter(items: readonly Placed[], rules: readonly Box[], work: Work): number | undefined {
  work.left -= items.length
  if (items.length < 2 * COLUMN_LINES) return undefined
  const least = leastGutter(items)
  const stripes = whiteStripes(items)
    .filter(({ from, to }) => to - from >= least)
    .sort((a, b) => b.to - b.from - (a.to - a.from))
  for (const { from, to } of stripes) {
    work.left -= items.length
    const at = (from + to) / 2
    const [left, right]: [Placed[], Placed[]] = [[], []]
    for (const item of items) {
      if (item.box.right <= at) left.push(item)
      else if (item.box.left >= at) right.push(item)
    }
    if (!isBeside(left, right)) continue
    if (isNumberColumn(left) || isNumberColumn(right)) return at
    const areColumns =
      (isText(left, least) && isText(right, least)) || (isList(left) && isList(right)) || areIndexColumns(left, right)
    if (areColumns && !isRuledAcross(left, right, { rules, at })) return at
  }
  return undefined
}

/** How wide a white stripe between columns is at the least. */
export function leastGutter(items: readonly Placed[]): number {
  const size = usualSize(
    items.flatMap(({ segment }) => segment ?? []),
    SIZE_STEP,
  )
  return Math.max(LEAST_GUTTER * size, LEAST_POINTS)
}

/** Stripes from top to bottom in which nothing stands, between the leftmost and the rightmost item. */
export function whiteStripes(items: readonly Placed[]): Array<{ from: number; to: number }> {
  const sorted = [...items].sort((a, b) => a.box.left - b.box.left)
  const stripes: Array<{ from: number; to: number }> = []
  let reach = sorted[0]?.box.right ?? 0
  for (const { box } of sorted) {
    if (box.left > reach) stripes.push({ from: reach, to: box.left })
    reach = Math.max(reach, box.right)
  }
  return stripes
}

/** Whether items are one column of text, or several beside each other, whose lines need not stand at the same heights. */
function isText(items: readonly Placed[], least: number): boolean {
  if (isColumn(items)) return true
  const columns = columnsOf(items, least)
  return columns.length > 1 && columns.every(isColumn)
}

/** Items between white stripes of at least this width. */
function columnsOf(items: readonly Placed[], least: number): Placed[][] {
  const stripes = whiteStripes(items).filter(({ from, to }) => to - from >= least)
  const numberOf = ({ box }: Placed) => stripes.filter(({ to }) => to <= box.left).length
  return Object.values(Object.groupBy(items, numberOf)).map((column = []) => column)
}

/** Whether items look like running text rather than cells of a table, numbers or bullets. A picture may reach over their edge. */
function isColumn(items: readonly Placed[]): boolean {
  const rowAt = new Map<number, number>()
  const letters: number[] = []
  const lefts: number[] = []
  const rights: number[] = []
  for (const { segment, box } of items) {
    if (segment === undefined) continue
    const height = Math.round(segment.baseline / 3)
    const row = rowAt.get(height) ?? letters.length
    if (row === letters.length) rowAt.set(height, row)
    letters[row] = (letters[row] ?? 0) + segment.letters
    lefts[row] = Math.min(lefts[row] ?? Infinity, box.left)
    rights[row] = Math.max(rights[row] ?? -Infinity, box.right)
  }
  if (letters.length < COLUMN_LINES || median(letters) < LINE_LETTERS) return false
  const { left, right } = around(items.flatMap(({ box, segment }) => (segment === undefined ? [] : [box])))
  return median(rights.map((end, row) => end - (lefts[row] ?? 0))) >= FILLED * (right - left)
}

/** Whether items of a list stand below each other. */
function isList(items: readonly Placed[]): boolean {
  const found = items.filter(({ segment }) => {
    const [first] = segment?.spans ?? []
    return first !== undefined && (segment?.letters ?? 0) >= ITEM_LETTERS && BULLET.test(first.text)
  })
  return found.length >= LEAST_ITEMS
}

/** Numbers of lines beside the text: they count on in equal steps from top to bottom. */
function isNumberColumn(items: readonly Placed[]): boolean {
  const textOf = ({ segment }: Placed) => (segment === undefined ? '' : lineText(segment).trim())
  if (items.length < LEAST_NUMBERS || !items.every((item) => /^\d{1,4}$/.test(textOf(item)))) return false
  const numbers = items.toSorted((a, b) => a.box.top - b.box.top).map((item) => Number(textOf(item)))
  const steps = numbers.slice(1).map((number, i) => number - (numbers[i] ?? 0))
  return (steps[0] ?? 0) > 0 && steps.every((step) => step === steps[0])
}

function isBeside(left: readonly Placed[], right: readonly Placed[]): boolean {
  const [a, b] = [around(left.map(({ box }) => box)), around(right.map(({ box }) => box))]
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return shared >= BESIDE * Math.min(a.bottom - a.top, b.bottom - b.top)
}

/** Whether lines cross the stripe, as those of a table do. */
function isRuledAcross(
  left: readonly Placed[],
  right: readonly Placed[],
  { rules, at }: { rules: readonly Box[]; at: number },
): boolean {
  const area = around([...left, ...right].map(({ box }) => box))
  const crossing = rules.filter(
    ({ left: from, right: to, top, bottom }) =>
      from < at - 5 && to > at + 5 && top > area.top - NEAR_RULE && bottom < area.bottom + NEAR_RULE,
  )
  return new Set(crossing.map(({ top }) => Math.round(top / 3))).size >= 2
}
