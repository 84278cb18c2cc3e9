import type { Box } from './pdf-document.ts'

/** How the coordinates of a PDF page (origin at the bottom left, before rotation) become those of the page as it is seen. */
export interface PageFrame {
  readonly width: number
  readonly height: number
  /** Quarter turns clockwise. */
  readonly turns: number
  point(x: number, y: number): readonly [x: number, y: number]
  /** Whether a point of the PDF is on the sheet, which may be larger than the part that is seen. */
  isOnSheet(x: number, y: number): boolean
}

/** The edges of a page: left, top, right, bottom. */
export type Edges = readonly number[]

/** @param seen the visible part of the sheet */
export function pageFrame(seen: Edges, sheet: Edges, turns: number): PageFrame {
  const [left = 0, top = 0, right = 0, bottom = 0] = seen
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = sheet
  // A PDF may name any two opposite corners of its sheet.
  const [sheetLeft, sheetRight] = [Math.min(x1, x2), Math.max(x1, x2)]
  const [sheetBottom, sheetTop] = [Math.min(y1, y2), Math.max(y1, y2)]
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
    isOnSheet: (x, y) => x >= sheetLeft && x <= sheetRight && y >= sheetBottom && y <= sheetTop,
    point: points[turns] ?? ((x, y) => [x - left, top - y]),
  }
}

/** The box around some points. */
export function boxAround(points: ReadonlyArray<readonly [number, number]>): Box {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}
