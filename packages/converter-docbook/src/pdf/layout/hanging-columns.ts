import { median } from './median.ts'
import type { TextLine } from './text-line.ts'

/** Left edges that differ by less than this many font sizes are the same. */
const SAME_EDGE = 0.4
/** Paragraphs go on further in than they begin, by so many font sizes. */
const LEAST_INDENT = 0.7
const MOST_INDENT = 6
/** So many lines at each of the two edges, which are this share of all, show how a column is set. */
const LEAST_LINES = 3
const MOST_LINES = 0.8
/** So many of the lines begin paragraphs: numbers of examples and of sections stand further out than text, too, but seldom. */
const FIRST_LINES = 0.25
/** Of the lines before one that begins a paragraph this share ends early; of those before one that goes on, no more than that. */
const MOST_END_EARLY = 0.6
const FEW_END_EARLY = 0.15
/** So many lines may reach beyond the right edge, as addresses do. */
const BEYOND = 0.1

/** Where the paragraphs of a column begin and where they go on, further in. */
export interface Hanging {
  readonly outer: number
  readonly inner: number
}

/**
 * How a column is set whose paragraphs hang: their first line stands further out than the others, as those of references do.
 * Undefined for other columns. In text whose first lines are indented the line before such a line ends early; here it is the
 * one before a line at the outer edge.
 *
 * @param hasRoom whether a line has room for the first word of the next, up to an edge
 */
export function hangingColumn(
  column: readonly TextLine[],
  hasRoom: (line: TextLine, next: TextLine, right: number) => boolean,
): Hanging | undefined {
  const lines = column.filter(({ isFixed }) => !isFixed)
  const size = median(lines.map((line) => line.size))
  const edges = edgesOf(lines, SAME_EDGE * size)
  const [first, second] = edges
  if (first === undefined || second === undefined || second.count < LEAST_LINES) return undefined
  if (first.count + second.count < MOST_LINES * lines.length) return undefined
  const [{ left: outer, count }, { left: inner }] = first.left < second.left ? [first, second] : [second, first]
  if (count < FIRST_LINES * lines.length) return undefined
  if (inner - outer < LEAST_INDENT * size || inner - outer > MOST_INDENT * size) return undefined
  const right = lines.map(({ box }) => box.right).toSorted((a, b) => b - a)[Math.floor(BEYOND * lines.length)] ?? 0
  const early = (edge: number) => {
    const steps = lines.flatMap((line, i) => {
      const last = lines[i - 1]
      return last !== undefined && isAt(line, edge) ? [hasRoom(last, line, right)] : []
    })
    return steps.length === 0 ? undefined : steps.filter(Boolean).length / steps.length
  }
  const [begin, goOn] = [early(outer), early(inner)]
  const isHanging = begin !== undefined && goOn !== undefined && begin >= MOST_END_EARLY && goOn <= FEW_END_EARLY
  return isHanging ? { outer, inner } : undefined
}

/** Whether a line begins at an edge. */
export function isAt({ box, size }: TextLine, edge: number): boolean {
  return Math.abs(box.left - edge) < SAME_EDGE * size
}

/** Where lines begin, those with most lines first. */
function edgesOf(lines: readonly TextLine[], apart: number): Array<{ left: number; count: number }> {
  const edges: Array<{ left: number; count: number }> = []
  for (const left of lines.map(({ box }) => box.left).toSorted((a, b) => a - b)) {
    const last = edges.at(-1)
    if (last !== undefined && left - last.left < apart) last.count++
    else edges.push({ left, count: 1 })
  }
  return edges.toSorted((a, b) => b.count - a.count)
}
