import { joinSegments, toRows } from '../layout/join-segments.ts'
import type { FlowItem } from '../layout/page-pieces.ts'
import type { Segment, TextLine } from '../layout/text-line.ts'
import type { TagPlace } from './tag.ts'

/** An item of a page at its place in the tree. */
interface Placed {
  readonly item: FlowItem
  readonly place: TagPlace
}

/**
 * The items of a page in the order of its tree. What stands outside of the tree follows what is before it on the page.
 *
 * @param flow the items in the order in which they stand on the page
 */
export function taggedFlow(flow: readonly FlowItem[], page: number): FlowItem[] {
  const tables = flow.filter((item) => 'table' in item && isOutsideOfTables(segmentsOf(item), flow))
  const inTables = new Set(tables.flatMap(segmentsOf))
  const segments = flow.flatMap(segmentsOf).filter(({ tagged }) => tagged !== undefined)
  const placed = [
    ...toLines(
      segments.filter((segment) => !inTables.has(segment)),
      page,
    ),
    ...flow.flatMap((item) => ('picture' in item && item.picture.tagged ? [{ item, place: item.picture.tagged }] : [])),
    ...tables.flatMap((item) => {
      const [first] = segmentsOf(item).flatMap(({ tagged }) => tagged ?? [])
      return first === undefined ? [] : [{ item, place: first }]
    }),
  ].sort((a, b) => a.place.piece - b.place.piece || a.place.part - b.place.part)
  const { first, after } = looseItems(flow, new Set(tables))
  const followers = (item: FlowItem) => segmentsOf(item).flatMap((segment) => after.get(segment) ?? [])
  return [...first, ...placed.flatMap(({ item }) => [item, ...followers(item)])]
}

function segmentsOf(item: FlowItem): readonly Segment[] {
  if ('line' in item) return item.line.segments
  return 'table' in item ? item.table.lines.flatMap(({ segments }) => segments) : []
}

/** Whether the tree knows nothing of a table that is drawn on the page: its cells are whole paragraphs. */
function isOutsideOfTables(segments: readonly Segment[], flow: readonly FlowItem[]): boolean {
  const inside = new Set(segments)
  const pieces = new Set(segments.flatMap(({ tagged }) => tagged?.piece ?? []))
  const isPlain = ({ tagged }: Segment) => tagged === undefined || tagged.tag.every(({ role }) => role === 'paragraph')
  const isWhole = flow.flatMap(segmentsOf).every((one) => inside.has(one) || !pieces.has(one.tagged?.piece ?? -1))
  return pieces.size > 0 && segments.every(isPlain) && isWhole
}

/** Lines of each part in order. Parts that go on further up stand in the next column. */
function toLines(segments: readonly Segment[], page: number): Placed[] {
  const parts = Map.groupBy(segments, ({ tagged }) => `${tagged?.piece} ${tagged?.part}`)
  const ordered = [...parts.values()]
    .flatMap((part) => {
      const place = part[0]?.tagged
      return place === undefined ? [] : [{ place, part }]
    })
    .sort((a, b) => a.place.piece - b.place.piece || a.place.part - b.place.part)
  let piece = 0
  let bottom = -Infinity
  return ordered.flatMap(({ part, place }) => {
    const top = Math.min(...part.map(({ box }) => box.top))
    if (top < bottom - (part[0]?.size ?? 0) * 2) piece++
    bottom = Math.max(...part.map(({ box }) => box.bottom))
    return toRows(part).map((row) => ({ item: { line: toLine(row, { page, piece }, place) }, place }))
  })
}

function toLine(
  segments: readonly Segment[],
  { page, piece }: { readonly page: number; readonly piece: number },
  tagged?: TagPlace,
): TextLine {
  return { ...joinSegments(segments), segments, page, piece, tagged }
}

/** What the tree does not hold: what comes first on the page, and by the segment that it follows. */
function looseItems(
  flow: readonly FlowItem[],
  tables: ReadonlySet<FlowItem>,
): { first: FlowItem[]; after: Map<Segment, FlowItem[]> } {
  const first: FlowItem[] = []
  const after = new Map<Segment, FlowItem[]>()
  let last: Segment | undefined
  for (const item of flow) {
    const segments = segmentsOf(item)
    const loose = segments.filter(({ tagged }) => tagged === undefined)
    const [tagged] = segments.filter((segment) => segment.tagged !== undefined)
    if (tagged !== undefined) last = tagged
    const isPlaced = tables.has(item) || ('picture' in item && item.picture.tagged !== undefined)
    const own = isPlaced ? [] : asLoose(item, loose)
    if (last === undefined) first.push(...own)
    else after.set(last, [...(after.get(last) ?? []), ...own])
  }
  return { first, after }
}

/** The part of an item that is not in the tree. */
function asLoose(item: FlowItem, loose: readonly Segment[]): FlowItem[] {
  if ('picture' in item || 'note' in item) return [item]
  if (loose.length === 0) return []
  if ('table' in item) {
    const isWhole = item.table.lines.every(({ segments }) => segments.every(({ tagged }) => tagged === undefined))
    return isWhole ? [item] : toRows(loose).map((row) => ({ line: toLine(row, { page: item.table.page, piece: 0 }) }))
  }
  return [{ line: toLine(loose, item.line) }]
}
