import type { FlowItem } from '../page-pieces.ts'
import { around, type TextLine } from '../text-line.ts'
import type { MarginNote } from './margin-notes.ts'

/** The items of a page with each note after the line beside which it begins; it stands after the paragraph of this line. */
export function placeNotes(flow: readonly FlowItem[], notes: readonly MarginNote[]): FlowItem[] {
  const after = new Map<FlowItem | undefined, FlowItem[]>()
  for (const note of notes) {
    const item = besideOf(flow, note)
    after.set(item, [...(after.get(item) ?? []), { note }])
  }
  return [...(after.get(undefined) ?? []), ...flow.flatMap((item) => [item, ...(after.get(item) ?? [])])]
}

/** The nearest line or table beside the first line of a note. */
function besideOf(flow: readonly FlowItem[], { lines }: MarginNote): FlowItem | undefined {
  const [first] = lines
  if (first === undefined) return undefined
  const beside = flow.filter((item) =>
    linesOf(item).some(({ box }) => box.top < first.box.bottom && box.bottom > first.box.top),
  )
  const distance = (item: FlowItem) => {
    const { left, right } = around(linesOf(item).map(({ box }) => box))
    return Math.max(left - first.box.right, first.box.left - right)
  }
  const above = flow.findLast((item) => linesOf(item).some(({ box }) => box.bottom <= first.box.top))
  return beside.toSorted((a, b) => distance(a) - distance(b))[0] ?? above
}

function linesOf(item: FlowItem): readonly TextLine[] {
  if ('line' in item) return [item.line]
  return 'table' in item ? item.table.lines : []
}
