import type { Box } from '../engine/pdf-document.ts'
import type { TagPlace } from '../tags/tag.ts'
import type { Placed } from './find-gutter.ts'
import { joinSegments, toRows } from './join-segments.ts'
import type { MarginNote } from './margins/margin-notes.ts'
import { inReadingOrder } from './reading-order.ts'
import { findTables } from './tables/find-tables.ts'
import { joinRules } from './tables/join-rules.ts'
import type { PageTable } from './tables/page-table.ts'
import { framesTogether } from './text-frames.ts'
import { lineText, type Segment, type TextLine } from './text-line.ts'

/** What a picture holds that was drawn from a part of a page. */
export interface DrawnPicture {
  /** The words in it. */
  readonly labels: readonly Segment[]
  /** Those in other directions, each direction for itself. */
  readonly turned: ReadonlyArray<readonly Segment[]>
  /** Names of the media files of the pictures that are part of it. */
  readonly parts: readonly string[]
  /** Whether it is a formula. */
  readonly isFormula?: boolean | undefined
}

/** A picture at its place on a page. */
export interface Picture {
  readonly page: number
  readonly box: Box
  /** Name of the media file; absent where only words stand for the picture. */
  readonly media?: string | undefined
  /** What is in it, where it was drawn from a part of the page. */
  readonly drawn?: DrawnPicture | undefined
  /** Where it stands in the structure tree. */
  readonly tagged?: TagPlace | undefined
}

/** What was kept of a page. */
export interface PageText {
  readonly page: number
  readonly height: number
  readonly segments: readonly Segment[]
  /** Text in another direction than most of the page, each direction for itself. */
  readonly turned: ReadonlyArray<readonly Segment[]>
  readonly pictures: readonly Picture[]
  readonly rules: readonly Box[]
  /** Rectangles that hold text. */
  readonly frames: readonly Box[]
}

/** A line, a picture, a table or a note in the margin, in reading order. */
export type FlowItem =
  | { readonly line: TextLine }
  | { readonly picture: Picture }
  | { readonly table: PageTable }
  | { readonly note: MarginNote }

/** The page on which an item stands; of a table over several, the first one. */
export function pageOf(item: FlowItem): number {
  if ('line' in item) return item.line.page
  if ('table' in item) return item.table.page
  return 'note' in item ? item.note.page : item.picture.page
}

interface PlacedItem extends Placed {
  readonly picture?: Picture | undefined
}

/** Pictures that cover this share of the text stand behind it. */
const BEHIND = 0.2

/** Lines and pictures of a page in reading order. */
export function pageFlow({ page, segments, turned, pictures, rules: drawn, frames }: PageText): FlowItem[] {
  const rules = joinRules(drawn)
  const isBehind = (picture: Picture) => isBehindText(picture, segments)
  const beside = pictures.filter((picture) => !isBehind(picture))
  const items: PlacedItem[] = [
    ...segments.map((segment) => ({ box: segment.box, segment })),
    ...beside.map((picture) => ({ box: picture.box, picture })),
  ]
  const divide = (some: readonly PlacedItem[]) => inReadingOrder(some, rules)
  const pieces = framesTogether(divide(items), frames, divide)
  const others = turned.flatMap((group) =>
    inReadingOrder<PlacedItem>(
      group.map((segment) => ({ box: segment.box, segment })),
      [],
    ),
  )
  const inOrder = endsInSentence(pieces.at(-1)) ? [...others, ...pieces] : [...pieces, ...others]
  return [
    ...pictures.filter(isBehind).map((picture) => ({ picture })),
    ...inOrder.flatMap((piece, i) => pieceFlow(piece, rules, { page, piece: i })),
  ]
}

/** Whether the text of a page goes on on the next one: then what stands on its side is no part of it. */
function endsInSentence(last: readonly PlacedItem[] = []): boolean {
  const segments = last.flatMap(({ segment }) => segment ?? [])
  const lowest = segments.toSorted((a, b) => b.baseline - a.baseline || b.box.right - a.box.right)[0]
  return lowest !== undefined && /[\p{Ll},-]\s*$/u.test(lineText(lowest))
}

function isBehindText({ box }: Picture, segments: readonly Segment[]): boolean {
  const over = segments.filter(({ box: text }) => {
    const [x, y] = [(text.left + text.right) / 2, (text.top + text.bottom) / 2]
    return x > box.left && x < box.right && y > box.top && y < box.bottom
  })
  return over.length > segments.length * BEHIND
}

function pieceFlow(
  items: readonly PlacedItem[],
  rules: readonly Box[],
  place: { readonly page: number; readonly piece: number },
): FlowItem[] {
  const rows = toRows(items.flatMap(({ segment }) => (segment === undefined ? [] : [segment])))
  const lines = rows.map((segments): TextLine => ({ ...joinSegments(segments), segments, ...place }))
  const tables = findTables(lines, rules)
  const inTables = new Set([...tables.values()].flatMap(({ lines: inside }) => inside))
  const placed = [
    ...lines.filter((line) => !inTables.has(line)).map((line) => ({ top: line.box.top, item: { line } })),
    ...[...tables].map(([line, table]) => ({ top: line.box.top, item: { table } })),
    ...items.flatMap(({ picture }) => (picture === undefined ? [] : [{ top: picture.box.top, item: { picture } }])),
  ]
  return placed.sort((a, b) => a.top - b.top).map(({ item }) => item)
}
