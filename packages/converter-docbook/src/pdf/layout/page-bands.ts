import { leastGutter, type Placed, whiteStripes } from './find-gutter.ts'

/** So many lines may belong to the columns that come next; they are set off by a gap that is wider by this factor. */
const MOST_TAKEN_BACK = 6
const WIDE_GAP = 4

/** The columns of what comes next may leave the same stripe free in their first lines: then they end at the gap before. */
export function endAtGap(bands: readonly Placed[][], start: number, end: number): number {
  const gapBefore = (i: number) => topOf(bands[i]) - bottomOf(bands[i - 1])
  const gap = end < bands.length ? gapBefore(end) : Infinity
  for (let i = end - 1; i > start && i >= end - MOST_TAKEN_BACK; i--) {
    if (gapBefore(i) > WIDE_GAP * Math.max(gap, 1)) return i
  }
  return end
}

/** Where the highest item of a band begins. */
export function topOf(band: readonly Placed[] = []): number {
  return Math.min(...band.map(({ box }) => box.top))
}

/** Where the lowest item of a band ends. */
export function bottomOf(band: readonly Placed[] = []): number {
  return Math.max(...band.map(({ box }) => box.bottom))
}

/** The band from which on no white stripe is left that began at `start`: more bands only make stripes narrower. */
export function endOfStripes(bands: readonly Placed[][], start: number): number {
  let covered: Placed[] = []
  for (let end = start; end < bands.length; end++) {
    const band = bands[end] ?? []
    const stripes = whiteStripes([...covered, ...band])
    if (!stripes.some(({ from, to }) => to - from >= leastGutter(band))) return end
    covered = toIntervals([...covered, ...band], stripes)
  }
  return bands.length
}

/** What lies between white stripes, as few items. */
function toIntervals(items: readonly Placed[], stripes: ReadonlyArray<{ from: number; to: number }>): Placed[] {
  const left = Math.min(...items.map(({ box }) => box.left))
  const right = Math.max(...items.map(({ box }) => box.right))
  const starts = [left, ...stripes.map(({ to }) => to)]
  const ends = [...stripes.map(({ from }) => from), right]
  return starts.map((start, i) => ({ box: { left: start, right: ends[i] ?? right, top: 0, bottom: 0 } }))
}

/** Groups without white space from side to side inside of them, from top to bottom; loose pictures stand in that of their top. */
export function toBands<T extends Placed>(items: readonly T[], loose: ReadonlySet<Placed>): T[][] {
  const sorted = [...items].sort((a, b) => a.box.top - b.box.top)
  const bands: T[][] = []
  let bottom = -Infinity
  for (const item of sorted) {
    if (item.box.top >= bottom) bands.push([])
    bands.at(-1)?.push(item)
    if (!loose.has(item)) bottom = Math.max(bottom, item.box.bottom)
  }
  return bands
}
