import type { Box } from '../engine/pdf-document.ts'

/** How wide a box is. */
export function widthOf({ left, right }: Box): number {
  return right - left
}

/** How high a box is. */
export function heightOf({ top, bottom }: Box): number {
  return bottom - top
}

/** Whether the middle of a box lies in an area. */
export function isMiddleIn(box: Box, area: Box): boolean {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  return x >= area.left && x <= area.right && y >= area.top && y <= area.bottom
}

/** How far two boxes are from each other across and down; 0 where they overlap. */
export function gapsBetween(a: Box, b: Box): readonly [across: number, down: number] {
  return [Math.max(0, a.left - b.right, b.left - a.right), Math.max(0, a.top - b.bottom, b.top - a.bottom)]
}

/** Which share of a box an area covers. */
export function coveredShare(flat: Box, area: Box): number {
  const box = grown(flat, 0.05)
  const across = Math.min(box.right, area.right) - Math.max(box.left, area.left)
  const down = Math.min(box.bottom, area.bottom) - Math.max(box.top, area.top)
  if (across <= 0 || down <= 0) return 0
  return (across * down) / Math.max(areaOf(box), 0.01)
}

/** A box that is larger on every side. */
export function grown({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by }
}

/** The part of a box that is on a page. */
export function onPage(
  { left, top, right, bottom }: Box,
  page: { readonly width: number; readonly height: number },
): Box {
  return {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(page.width, right),
    bottom: Math.min(page.height, bottom),
  }
}

/** How large a box is. */
export function areaOf(box: Box): number {
  return widthOf(box) * heightOf(box)
}
