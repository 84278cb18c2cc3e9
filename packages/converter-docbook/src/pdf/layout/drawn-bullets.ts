import type { Box, PageShape } from '../engine/pdf-document.ts'
import type { Segment } from './text-line.ts'

/** A bullet is between so many font sizes high and wide. */
const SMALLEST = 0.15
const LARGEST = 0.5
/** It is as high as wide, but for this share. */
const SQUARE = 0.2
/** So many font sizes are between it and its text. */
const NEAREST = 0.1
const FURTHEST = 1.6
/** Edges that differ by less than this many points are the same. */
const SAME_EDGE = 1
/** Fewer that stand below each other are signs of something else. */
const LEAST = 2

/** Lines before which the page draws a dot or a ring, with a bullet as their first letter. */
export function withDrawnBullets(segments: readonly Segment[], shapes: readonly PageShape[]): readonly Segment[] {
  const dots = shapes.filter(({ kind, box }) => kind === 'free' && isRound(box)).map(({ box }) => box)
  if (dots.length < LEAST) return segments
  const found = segments.flatMap((segment) => {
    const dot = dots.find((box) => isBefore(box, segment))
    return dot === undefined ? [] : [{ segment, dot }]
  })
  // Most dots of a plot stand before nothing.
  if (found.length * 2 < dots.length) return segments
  const edges = Map.groupBy(found, ({ dot }) => Math.round(dot.left / SAME_EDGE))
  const lists = new Map(
    [...edges.values()]
      .filter((list) => list.length >= LEAST)
      .flat()
      .map((one) => [one.segment, one.dot]),
  )
  return lists.size === 0 ? segments : segments.map((segment) => withBullet(segment, lists.get(segment)))
}

function isRound({ left, top, right, bottom }: Box): boolean {
  return Math.abs(right - left - (bottom - top)) < SQUARE * (right - left)
}

/** Whether a dot stands before a line, at the height of its small letters. */
function isBefore(dot: Box, { box, baseline, size, isBackward }: Segment): boolean {
  const [width, middle] = [dot.right - dot.left, (dot.top + dot.bottom) / 2]
  const gap = isBackward ? dot.left - box.right : box.left - dot.right
  if (gap < NEAREST * size || gap > FURTHEST * size || width < SMALLEST * size || width > LARGEST * size) return false
  return middle > baseline - 0.7 * size && middle < baseline
}

function withBullet(segment: Segment, dot: Box | undefined): Segment {
  const [first, ...rest] = segment.spans
  if (dot === undefined || first === undefined) return segment
  const bullet = { ...first, isBold: false, isItalic: false, isFixed: false, link: undefined, text: '• ' }
  const edge = segment.isBackward ? { right: dot.right } : { left: dot.left }
  return { ...segment, box: { ...segment.box, ...edge }, spans: [bullet, first, ...rest] }
}
