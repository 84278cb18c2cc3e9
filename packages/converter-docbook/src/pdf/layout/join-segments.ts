import { isRightToLeft, SAME_LINE, SCRIPT_SHIFT, SCRIPT_SIZE, WIDEST_GAP } from './build-runs.ts'
import { around, lineText, mergeSpans, type Segment, type Span } from './text-line.ts'

/** A gap of more than this many font sizes between two pieces of a line is a space. */
const WORD_GAP = 0.1

/** Puts pieces of lines together that stand beside each other without a wide gap, in whatever order they were drawn. */
export function joinNeighbours(segments: readonly Segment[]): Segment[] {
  return toRows(segments).flatMap((row) => {
    const groups: Segment[][] = []
    for (const segment of row) {
      const last = groups.at(-1)?.at(-1)
      const gap = last === undefined ? Infinity : segment.box.left - last.box.right
      const size = last === undefined ? segment.size : gapSize(last, segment)
      if (gap < WIDEST_GAP * size && gap > -WIDEST_GAP * size) groups.at(-1)?.push(segment)
      else groups.push([segment])
    }
    return groups.map((group) => joinSegments(group[0]?.isBackward ? group.toReversed() : group))
  })
}

/** The font size by which a gap between two pieces is wide: text beside a title is hardly of its line. */
function gapSize(a: Segment, b: Segment): number {
  const [small, large] = [Math.min(a.size, b.size), Math.max(a.size, b.size)]
  return small < SCRIPT_SIZE * large ? small : large
}

/** Segments by the line on which they stand, from top to bottom and from left to right. */
export function toRows(segments: readonly Segment[]): Segment[][] {
  const rows: Array<{ base: Segment; segments: Segment[] }> = []
  const byHeight = [...segments].sort((a, b) => a.baseline - b.baseline)
  for (const segment of byHeight) {
    const row = rows.slice(-4).findLast(({ base }) => isSameRow(base, segment))
    if (row === undefined) rows.push({ base: segment, segments: [segment] })
    else {
      row.segments.push(segment)
      if (segment.size > row.base.size * 1.05) row.base = segment
    }
  }
  return rows
    .sort((a, b) => a.base.baseline - b.base.baseline)
    .map(({ segments: row }) => row.sort((a, b) => a.box.left - b.box.left))
}

function isSameRow(a: Segment, b: Segment): boolean {
  const shift = Math.abs(a.baseline - b.baseline)
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  if (shift <= SAME_LINE * small.size) return true
  const isScript = small.size < SCRIPT_SIZE * large.size && small.letters <= 8
  return isScript && shift < SCRIPT_SHIFT * large.size && isNear(small, large)
}

function isNear(a: Segment, b: Segment): boolean {
  const gap = Math.max(a.box.left - b.box.right, b.box.left - a.box.right)
  return gap < 0.3 * Math.max(a.size, b.size)
}

/** Several segments of one line, in the order of the page, as one with spaces between. */
export function joinSegments(segments: readonly Segment[]): Segment {
  const [first] = segments
  if (first !== undefined && segments.length === 1) return first
  const main = segments.reduce((most, segment) => (segment.letters > most.letters ? segment : most))
  const ordered = inWritingOrder(segments)
  const spans: Span[] = []
  for (const [i, segment] of ordered.entries()) {
    const before = ordered[i - 1]
    if (before !== undefined && isApart(before, segment, spans)) spans.push({ ...plain(spans.at(-1)), text: ' ' })
    spans.push(...withScript(segment, main))
  }
  return {
    box: { ...around(segments.map(({ box }) => box)), top: main.box.top, bottom: main.box.bottom },
    baseline: main.baseline,
    size: main.size,
    letters: segments.reduce((sum, { letters }) => sum + letters, 0),
    mathLetters: segments.reduce((sum, { mathLetters = 0 }) => sum + mathLetters, 0) || undefined,
    isBold: segments.every(({ isBold }) => isBold),
    isFixed: segments.every(({ isFixed }) => isFixed),
    ...(main.isBackward && { isBackward: true }),
    ...(segments.some(({ isField }) => isField) && { isField: true }),
    ...(segments.every(({ headed }) => headed === main.headed) && { headed: main.headed }),
    spans: mergeSpans(spans),
  }
}

/** Neighbours that run against the direction of the page are read the other way round. */
function inWritingOrder(segments: readonly Segment[]): readonly Segment[] {
  const groups: Array<{ isTurned: boolean; segments: Segment[] }> = []
  for (const segment of segments) {
    const isTurned = isRightToLeft(lineText(segment)) !== (segment.isBackward ?? false)
    const group = groups.at(-1)
    if (group?.isTurned === isTurned) group.segments.push(segment)
    else groups.push({ isTurned, segments: [segment] })
  }
  return groups.flatMap((group) => (group.isTurned ? group.segments.toReversed() : group.segments))
}

function plain(span: Span | undefined): Omit<Span, 'text'> {
  return span ?? { isBold: false, isItalic: false, isFixed: false }
}

function isApart(before: Segment, segment: Segment, spans: readonly Span[]): boolean {
  const gap = Math.max(segment.box.left - before.box.right, before.box.left - segment.box.right)
  if (gap <= WORD_GAP * Math.min(before.size, segment.size)) return false
  return !/\s$/.test(spans.at(-1)?.text ?? '') && !/^\s/.test(segment.spans[0]?.text ?? '')
}

/** Small pieces above or below the line of the others. */
function withScript(segment: Segment, main: Segment): readonly Span[] {
  if (segment.size > SCRIPT_SIZE * main.size || segment.isField || main.isField) return segment.spans
  const raised = main.baseline - segment.baseline
  const script = raised > 0.15 * main.size ? 'superscript' : raised < -0.08 * main.size ? 'subscript' : undefined
  return script === undefined ? segment.spans : segment.spans.map((span) => ({ ...span, script }))
}
