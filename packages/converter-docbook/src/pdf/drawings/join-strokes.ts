import type { Box } from '../engine/pdf-document.ts'
import { around } from '../layout/text-line.ts'

/** Side of the squares that a page is divided into, in points. */
const SQUARE = 5
/** Larger sheets are divided into larger squares. */
const MOST_SQUARES = 400

/** Anything with a box. */
interface Boxed {
  readonly box: Box
}

/**
 * Groups of boxes with no more than about this many points between them. Boxes mark the squares of a grid that they cover,
 * and squares that touch belong together: the work grows with the number of boxes, not with that of their pairs.
 */
export function joinStrokes<T extends Boxed>(
  strokes: readonly T[],
  { width, height }: { readonly width: number; readonly height: number },
  gap: number,
): T[][] {
  if (strokes.length === 0) return []
  // The grid is laid over what is drawn only: on most pages that is little.
  const all = around(strokes.map(({ box }) => box))
  const [left, top] = [Math.max(0, all.left - gap), Math.max(0, all.top - gap)]
  const [right, bottom] = [Math.min(width, all.right + gap), Math.min(height, all.bottom + gap)]
  const square = Math.max(SQUARE, width / MOST_SQUARES, height / MOST_SQUARES)
  const columns = Math.max(1, Math.ceil((right - left) / square)) + 2
  const rows = Math.max(1, Math.ceil((bottom - top) / square)) + 2
  const at = (points: number, most: number) => Math.min(most - 2, Math.max(0, Math.floor(points / square)))
  const column = (x: number) => at(x - left, columns)
  const row = (y: number) => at(y - top, rows)
  const cover = new Int32Array((columns + 1) * (rows + 1))
  for (const { box } of strokes) {
    const [from, to] = [column(box.left - gap / 2), column(box.right + gap / 2)]
    const [first, last] = [row(box.top - gap / 2), row(box.bottom + gap / 2)]
    // The corners of a box are enough: sums over them tell what it covers.
    add(cover, first * columns + from, 1)
    add(cover, first * columns + to + 1, -1)
    add(cover, (last + 1) * columns + from, -1)
    add(cover, (last + 1) * columns + to + 1, 1)
  }
  sumUp(cover, columns, rows)
  const names = nameGroups(cover, columns, rows)
  const nameOf = ({ box }: T) =>
    names[row((box.top + box.bottom) / 2) * columns + column((box.left + box.right) / 2)] ?? 0
  return [...Map.groupBy(strokes, nameOf).values()]
}

function add(cover: Int32Array, at: number, value: number): void {
  cover[at] = (cover[at] ?? 0) + value
}

function sumUp(cover: Int32Array, columns: number, rows: number): void {
  for (let y = 0; y < rows; y++)
    for (let x = 1; x < columns; x++) add(cover, y * columns + x, cover[y * columns + x - 1] ?? 0)
  for (let y = 1; y < rows; y++)
    for (let x = 0; x < columns; x++) add(cover, y * columns + x, cover[(y - 1) * columns + x] ?? 0)
}

/** Gives all squares that are covered and touch each other the same number. */
function nameGroups(cover: Int32Array, columns: number, rows: number): Int32Array {
  const names = new Int32Array(columns * rows)
  let name = 0
  for (let start = 0; start < names.length; start++) {
    if ((cover[start] ?? 0) <= 0 || names[start] !== 0) continue
    names[start] = ++name
    const open = [start]
    for (let square = open.pop(); square !== undefined; square = open.pop()) {
      for (const next of [square - 1, square + 1, square - columns, square + columns]) {
        if (next < 0 || next >= names.length || (cover[next] ?? 0) <= 0 || names[next] !== 0) continue
        names[next] = name
        open.push(next)
      }
    }
  }
  return names
}
