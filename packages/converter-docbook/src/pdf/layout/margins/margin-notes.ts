import { joinSegments, toRows } from '../join-segments.ts'
import type { PageText } from '../page-pieces.ts'
import { around, lineText, type Segment, type TextLine } from '../text-line.ts'
import { asWords } from '../typewritten.ts'
import { isTextLine, type TextArea } from './text-margins.ts'

/** Notes in the margin are smaller than the text by this factor, or in italics. */
const SMALLER = 0.95
/** White space between the text and a note, in font sizes of the text. */
const GAP = 0.5
/** Lines of a note are no further apart than this, in their font sizes. */
const LEADING = 1.7
/** A note is no wider than this share of the text. */
const WIDEST = 0.45
/** Fewer letters are no text beside which a note could stand. */
const LEAST_LETTERS = 4
/** Points by which baselines of one row may differ. */
const SAME_ROW = 2
/** Sizes that differ by less are the same. */
const SAME_SIZE = 0.25
/** For each line that ends in the margin, more than this many go on. */
const OF_COLUMN = 0.5
const WORD = /\p{L}{3}|\p{Lo}/u

/** A note in the margin of a page. */
export interface MarginNote {
  readonly page: number
  readonly lines: readonly TextLine[]
}

/** Whether a book sets its notes in letters of code: what stands behind the text is a note, names of code stand before it. */
export function areInCode(pages: readonly PageText[], areas: ReadonlyMap<number, TextArea>): boolean {
  return pages.some((page) => {
    const area = areas.get(page.page % 2)
    if (area === undefined) return false
    const isBehind = (segment: Segment) => segment.isFixed && sideOf(segment, area) === 1
    if (!page.segments.some(isBehind)) return false
    return marginNotes(page, area, true).some(({ lines }) => lines.every(({ segments }) => segments.every(isBehind)))
  })
}

/**
 * The notes in the margins of a page: narrow columns of small or italic letters, outside of where the text ends but beside it.
 *
 * @param inCode whether those in letters of code are notes, too
 */
export function marginNotes(
  { page, segments, pictures, rules }: PageText,
  area: TextArea,
  inCode: boolean,
): MarginNote[] {
  const text = segments.filter((segment) => isTextLine(segment, area.size))
  // A page that is set in another way than the others has other margins.
  if (text.some(({ box }) => box.right < area.left || box.left > area.right)) return []
  const inside = segments.filter((segment) => sideOf(segment, area) === undefined)
  const drawn = [...pictures.map(({ box }) => box), ...rules].filter((box) => isWide(box, area))
  const isNote = (group: readonly Segment[]) => {
    const { left, right, top, bottom } = around(group.map(({ box }) => box))
    const isBeside = (box: Segment['box']) => box.top < bottom && box.bottom > top
    if (right - left > WIDEST * (area.right - area.left) || !group.some((one) => WORD.test(lineText(one)))) return false
    if (!group.every((one) => isSet(one, area)) || drawn.some(isBeside)) return false
    if (!inCode && group.every(({ isFixed }) => isFixed)) return false
    return (
      inside.some(({ box, letters }) => letters >= LEAST_LETTERS && isBeside(box)) &&
      !group.some((one) => inside.some((other) => isOneRow(one, other)))
    )
  }
  return [-1, 1].flatMap((side) => {
    const own = segments.filter((segment) => sideOf(segment, area) === side && !isNumber(segment))
    return toGroups(side === 1 ? own : withoutColumns(own, inside, area))
      .filter(isNote)
      .map((group) => ({ page, lines: toLines(group, { page, piece: side }) }))
  })
}

/** In which margin a piece stands; undefined for what is not outside of the text. */
function sideOf({ box }: Segment, { left, right, size }: TextArea): -1 | 1 | undefined {
  if (box.left > right + GAP * size) return 1
  return box.right < left - GAP * size ? -1 : undefined
}

/** Without short lines of columns (of an index) that begin in the left margin: many lines of their size go on into the text. */
function withoutColumns(own: readonly Segment[], inside: readonly Segment[], area: TextArea): Segment[] {
  const sizeOf = ({ size }: Segment) => Math.round(size / SAME_SIZE)
  const across = Map.groupBy(
    inside.filter(({ box }) => box.left < area.left - GAP * area.size),
    sizeOf,
  )
  return [...Map.groupBy(own, sizeOf)].flatMap(([size, ending]) =>
    (across.get(size)?.length ?? 0) > OF_COLUMN * ending.length ? [] : ending,
  )
}

/** Numbers of lines stay with their lines. */
function isNumber(segment: Segment): boolean {
  return /^[\d.:()\s]+$/.test(lineText(segment))
}

/** Whether the letters of a piece are those of notes. */
function isSet({ size, spans }: Segment, area: TextArea): boolean {
  const words = spans.filter(({ text }) => /\p{L}/u.test(text))
  return size <= area.size * SMALLER || (size <= area.size * (2 - SMALLER) && words.every(({ isItalic }) => isItalic))
}

/** What reaches out of the text into a margin. */
function isWide({ left, right }: Segment['box'], area: TextArea): boolean {
  const isIn = left < area.right && right > area.left
  return isIn && (left < area.left - GAP * area.size || right > area.right + GAP * area.size)
}

/** Cells of a row have letters of one size. */
function isOneRow(note: Segment, other: Segment): boolean {
  return Math.abs(note.baseline - other.baseline) < SAME_ROW && Math.abs(note.size - other.size) < SAME_SIZE
}

/** Lines below each other. */
function toGroups(segments: readonly Segment[]): Segment[][] {
  const groups: Segment[][] = []
  for (const segment of segments.toSorted((a, b) => a.baseline - b.baseline)) {
    const last = groups.at(-1)?.at(-1)
    if (last !== undefined && segment.baseline - last.baseline < LEADING * segment.size) groups.at(-1)?.push(segment)
    else groups.push([segment])
  }
  return groups
}

function toLines(group: readonly Segment[], place: { page: number; piece: number }): TextLine[] {
  const isCode = group.every(({ isFixed }) => isFixed)
  return toRows(group).map((segments) => {
    const line = joinSegments(isCode ? segments.map(asWords) : segments)
    return { ...line, segments, ...place }
  })
}
