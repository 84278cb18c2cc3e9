import type { TextLine } from './text-line.ts'

/** A page on which this share of the lines stands above the one before it was not drawn in reading order. */
const DISORDER = 0.25
/** Columns are at least this many lines high, and this many font sizes apart. */
const COLUMN_LINES = 3
const COLUMN_GAP = 1

/**
 * The lines of a page as they are read. Most programs draw text in that order, and then it is kept; where they do not,
 * the page is cut along its white space, columns before rows.
 */
export function inReadingOrder(lines: readonly TextLine[]): readonly TextLine[] {
  return isOrdered(lines) ? lines : cut([...lines])
}

/** Whether the lines go down, or up only to begin a column further to the right. */
function isOrdered(lines: readonly TextLine[]): boolean {
  let jumps = 0
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1]
    if (before === undefined) continue
    const isUp = line.baseline < before.baseline - line.size
    const isBack = Math.abs(line.baseline - before.baseline) < line.size * 0.3 && line.box.left < before.box.left
    if ((isUp && line.box.left < before.box.right) || isBack) jumps++
  }
  return jumps <= Math.max(1, lines.length * DISORDER)
}

function cut(lines: TextLine[]): TextLine[] {
  if (lines.length <= 1) return lines
  const columns = splitColumns(lines)
  if (columns !== undefined) return columns.flatMap(cut)
  const rows = splitRows(lines)
  if (rows !== undefined) return rows.flatMap(cut)
  return lines.sort((a, b) =>
    Math.abs(a.baseline - b.baseline) < a.size * 0.3 ? a.box.left - b.box.left : a.baseline - b.baseline,
  )
}

/** Parts left and right of the widest white stripe from top to bottom. */
function splitColumns(lines: readonly TextLine[]): [TextLine[], TextLine[]] | undefined {
  const sorted = [...lines].sort((a, b) => a.box.left - b.box.left)
  let right = sorted[0]?.box.right ?? 0
  let best: { gap: number; at: number } | undefined
  for (const [i, line] of sorted.entries()) {
    const gap = line.box.left - right
    if (i > 0 && gap > COLUMN_GAP * line.size && gap > (best?.gap ?? 0)) best = { gap, at: i }
    right = Math.max(right, line.box.right)
  }
  if (best === undefined) return undefined
  const [one, two] = [sorted.slice(0, best.at), sorted.slice(best.at)]
  return one.length >= COLUMN_LINES && two.length >= COLUMN_LINES ? [one, two] : undefined
}

/** Parts above and below the highest white stripe from side to side. */
function splitRows(lines: readonly TextLine[]): [TextLine[], TextLine[]] | undefined {
  const sorted = [...lines].sort((a, b) => a.box.top - b.box.top)
  let bottom = sorted[0]?.box.bottom ?? 0
  let best: { gap: number; at: number } | undefined
  for (const [i, line] of sorted.entries()) {
    const gap = line.box.top - bottom
    if (i > 0 && gap > 0 && gap > (best?.gap ?? 0)) best = { gap, at: i }
    bottom = Math.max(bottom, line.box.bottom)
  }
  return best && [sorted.slice(0, best.at), sorted.slice(best.at)]
}
