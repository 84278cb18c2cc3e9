import { areaOf } from '../drawings/boxes.ts'
import type { Box, PageShape } from '../engine/pdf-document.ts'
import type { Placed } from './find-gutter.ts'
import { around, type Segment } from './text-line.ts'

/** A frame holds at least so many lines of text; more frames of a page are not looked at. */
const LEAST_LINES = 3
const MOST_FRAMES = 60
/** Points by which text may reach over a frame, and by which edges of cells that touch are apart. */
const SAME_PLACE = 3

/** Rectangles of a page, drawn or painted, that hold text: boxes of a newsletter, cards of a leaflet, parts of a poster. */
export function textFrames(shapes: readonly PageShape[], segments: readonly Segment[]): Box[] {
  const frames: Box[] = []
  for (const { kind, box } of shapes) {
    if (kind === 'free' || frames.some((frame) => isSame(frame, box))) continue
    if (holdsLines(box, segments)) frames.push(box)
    if (frames.length === MOST_FRAMES) break
  }
  return frames.filter((frame) => !frames.some((other) => other !== frame && areCells(frame, other)))
}

function holdsLines(frame: Box, segments: readonly Segment[]): boolean {
  let lines = 0
  for (const { box } of segments) if (isInside(box, frame) && ++lines === LEAST_LINES) return true
  return false
}

function isSame(one: Box, other: Box): boolean {
  return isNear(one.left, other.left) && isNear(one.right, other.right) && areBeside(one, other)
}

function areBeside(one: Box, other: Box): boolean {
  return isNear(one.top, other.top) && isNear(one.bottom, other.bottom)
}

/** Whether two touch and end at the same height, or at the same sides, as cells of a table do. */
function areCells(one: Box, other: Box): boolean {
  const touchAcross = isNear(one.right, other.left) || isNear(other.right, one.left)
  const touchDown = isNear(one.bottom, other.top) || isNear(other.bottom, one.top)
  if (touchAcross && areBeside(one, other)) return true
  return touchDown && isNear(one.left, other.left) && isNear(one.right, other.right)
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= SAME_PLACE
}

function isInside({ left, right, top, bottom }: Box, frame: Box): boolean {
  return (
    left > frame.left - SAME_PLACE &&
    right < frame.right + SAME_PLACE &&
    top > frame.top - SAME_PLACE &&
    bottom < frame.bottom + SAME_PLACE
  )
}

/**
 * The pieces of a page so that what stands in one frame is read as a whole, where its first line is; frames that are read so already
 * change nothing.
 *
 * @param divide puts items in the order in which they are read
 */
export function framesTogether<T extends Placed>(
  pieces: readonly T[][],
  frames: readonly Box[],
  divide: (items: readonly T[]) => T[][],
): readonly T[][] {
  let [done, all]: [readonly T[][], readonly T[]] = [pieces, pieces.flat()]
  for (const frame of frames.toSorted((a, b) => areaOf(b) - areaOf(a))) {
    const own = new Set(all.filter(({ box }) => isInside(box, frame)))
    const isCut = all.some((item) => item.segment !== undefined && !own.has(item) && reachesInto(item.box, frame))
    if (isCut || own.size === all.length || isWhole(done, own)) continue
    done = pulledTogether(done, own, divide)
    all = all.filter((item) => !own.has(item))
  }
  return done
}

function reachesInto(box: Box, frame: Box): boolean {
  const across = Math.min(box.right, frame.right) - Math.max(box.left, frame.left)
  const down = Math.min(box.bottom, frame.bottom) - Math.max(box.top, frame.top)
  return across > SAME_PLACE && down > SAME_PLACE
}

/** Whether nothing else is read between the items of a frame. */
function isWhole<T extends Placed>(pieces: readonly T[][], own: ReadonlySet<T>): boolean {
  const holds = (piece: readonly T[]) => piece.some((item) => own.has(item))
  const holding = pieces.slice(pieces.findIndex(holds), pieces.findLastIndex(holds) + 1)
  const { top, bottom } = around([...own].map(({ box }) => box))
  return !holding.flat().some((item) => {
    if (own.has(item) || item.segment === undefined) return false
    return holding.length > 1 || (item.box.bottom > top && item.box.top < bottom)
  })
}

function pulledTogether<T extends Placed>(
  pieces: readonly T[][],
  own: ReadonlySet<T>,
  divide: (items: readonly T[]) => T[][],
): T[][] {
  const first = pieces.findIndex((piece) => piece.some((item) => own.has(item)))
  const { top } = around([...own].map(({ box }) => box))
  const rest = pieces.map((piece) => piece.filter((item) => !own.has(item)))
  const beginning = rest[first] ?? []
  const above = beginning.filter(({ box }) => (box.top + box.bottom) / 2 < top)
  const below = beginning.filter((item) => !above.includes(item))
  return [...rest.slice(0, first), above, ...divide([...own]), below, ...rest.slice(first + 1)].filter(
    (piece) => piece.length > 0,
  )
}
