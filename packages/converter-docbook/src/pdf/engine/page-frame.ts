import type { Box } from './pdf-document.ts'

/** How the coordinates of a PDF page (origin at the bottom left, before rotation) become those of the page as it is seen. */
export interface PageFrame {
  readonly width: number
  readonly height: number
  /** Quarter turns clockwise. */
  readonly turns: number
  point(x: number, y: number): readonly [x: number, y: number]
  /** Whether a point of the PDF is on the part of the sheet that is seen. */
  isSeen(x: number, y: number): boolean
}

/** The edges of a page: left, top, right, bottom. */
export type Edges = readonly number[]

/** @param seen the visible part of the sheet; names of files, dates and numbers of lines of a proof stand outside of it */
export function pageFrame(seen: Edges, turns: number): PageFrame {
  const [left = 0, top = 0, right = 0, bottom = 0] = seen
  const isTurned = turns % 2 === 1
  const points: ReadonlyArray<PageFrame['point']> = [
    (x, y) => [x - left, top - y],
    (x, y) => [y - bottom, x - left],
    (x, y) => [right - x, y - bottom],
    (x, y) => [top - y, right - x],
  ]
  return {
    width: isTurned ? top - bottom : right - left,
    height: isTurned ? right - left : top - bottom,
    turns,
    isSeen: (x, y) => x >= left && x <= right && y >= bottom && y <= top,
    point: points[turns] ?? ((x, y) => [x - left, top - y]),
  }
}

/** The box around some points. */
export function boxAround(points: ReadonlyArray<readonly [number, number]>): Box {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}
