import type { Box } from '../engine/pdf-document.ts'

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
  const square = Math.max(SQUARE, width / MOST_SQUARES, height / MOST_SQUARES)
  const columns = Math.ceil(width / square) + 2
  const rows = Math.ceil(height / square) + 2
  const at = (points: number, most: number) => Math.min(most - 2, Math.max(0, Math.floor(points / square)))
  const cover = new Int32Array((columns + 1) * (rows + 1))
  for (const { box } of strokes) {
    const [left, right] = [at(box.left - gap / 2, columns), at(box.right + gap / 2, columns)]
    const [top, bottom] = [at(box.top - gap / 2, rows), at(box.bottom + gap / 2, rows)]
    // The corners of a box are enough: sums over them tell what it covers.
    add(cover, top * columns + left, 1)
    add(cover, top * columns + right + 1, -1)
    add(cover, (bottom + 1) * columns + left, -1)
    add(cover, (bottom + 1) * columns + right + 1, 1)
  }
  sumUp(cover, columns, rows)
  const names = nameGroups(cover, columns, rows)
  const nameOf = ({ box }: T) =>
    names[at((box.top + box.bottom) / 2, rows) * columns + at((box.left + box.right) / 2, columns)] ?? 0
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
