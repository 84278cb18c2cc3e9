import type { Inline } from '../tree/book.ts'
import type { FlowDocument, FlowEvent } from './flow.ts'
import { containsBridgehead, inlineWords } from './inline-words.ts'
import { joinTitles, type TitleEvent } from './join-titles.ts'
import type { PlacedEntry } from './place-entries.ts'
import { isSameTitle, titleOverlap, titleWords } from './title-words.ts'

/** Where an entry of the table of contents opens a piece of the book, and under which title. */
export interface Opening {
  readonly entry: PlacedEntry
  readonly title: readonly Inline[]
  readonly subtitle?: readonly Inline[] | undefined
  readonly anchors: readonly string[]
  /** Events that became its title. */
  readonly consumed: readonly number[]
}

const SPACE: Inline = { kind: 'text', text: ' ' }

/** Events that are looked at for a title that is written as a paragraph. */
const LOOK_AHEAD = 6
const LONGEST_TITLE = 300

/** Decides for the entries of one document which heading is theirs. */
export function planOpenings(document: FlowDocument, entries: readonly PlacedEntry[]): Opening[] {
  const { events } = document
  const taken = new Set<number>()
  const openings: Opening[] = []
  entries.forEach((entry, i) => {
    const end = entries.find((later) => later.at > entry.at)?.at ?? events.length
    const others = entries.filter((other, k) => k !== i && other.at === entry.at)
    const opening = findOpening(entry, { events, end, taken, others })
    if (opening === undefined || isRepeated(opening, openings)) return
    for (const index of opening.consumed) taken.add(index)
    openings.push(opening)
  })
  return openings
}

/** A second entry of the same depth at the same place, with no heading of its own, would open an empty piece. */
function isRepeated(opening: Opening, earlier: readonly Opening[]): boolean {
  if (opening.consumed.length > 0) return false
  return earlier.some((one) => one.entry.at === opening.entry.at && one.entry.depth === opening.entry.depth)
}

interface Search {
  readonly events: readonly FlowEvent[]
  readonly end: number
  readonly taken: ReadonlySet<number>
  /** Other entries at the same place. */
  readonly others: readonly PlacedEntry[]
}

function findOpening(entry: PlacedEntry, search: Search): Opening | undefined {
  const byText = findByText(entry, search)
  if (byText !== undefined) return byText
  const { events, end, others } = search
  const next = events.slice(entry.at, Math.min(end, entry.at + LOOK_AHEAD)).find((event) => event.kind === 'block')
  if (next?.kind === 'block' && containsBridgehead(next.block, (title) => isSameTitle(title, entry.title)))
    return undefined
  const first = firstHeading(entry, search)
  const fromToc: readonly Inline[] = [{ kind: 'text', text: entry.title }]
  if (first === undefined) return { entry, title: fromToc, anchors: [], consumed: [] }
  const words = inlineWords(first.content)
  if (others.some((other) => isSameTitle(words, other.title)))
    return { entry, title: fromToc, anchors: [], consumed: [] }
  if (titleOverlap(words, entry.title) >= 0.5) return joinTitles(entry, [first])
  const { anchors, content, index } = first
  const subtitle = first.subtitle === undefined ? content : [...content, SPACE, ...first.subtitle]
  return { entry, title: fromToc, subtitle, anchors, consumed: [index] }
}

/** A heading with the entry's words, or headings and paragraphs in a row that have them together. */
function findByText(entry: PlacedEntry, { events, end, taken }: Search): Opening | undefined {
  const matches = (title: string) => isSameTitle(title, entry.title)
  const before = headingBefore(events, entry.at)
  const near = titleEvents(events, entry.at, Math.min(end, entry.at + 4 * LOOK_AHEAD)).filter(
    ({ index }) => !taken.has(index),
  )
  const exact = titleWords(entry.title)
  for (const length of [1, 2, 3]) {
    for (let start = 0; start + length <= Math.min(near.length, LOOK_AHEAD); start++) {
      const run = near.slice(start, start + length)
      const joined = titleWords(run.map(({ content }) => inlineWords(content)).join(' '))
      if (joined === exact && areNeighbours(events, run)) return joinTitles(entry, run)
    }
  }
  if (before !== undefined && !taken.has(before.index) && matches(inlineWords(before.content)))
    return joinTitles(entry, [before])
  const later = titleEvents(events, entry.at, end).find(
    ({ index, isHeading, content }) => isHeading && !taken.has(index) && matches(inlineWords(content)),
  )
  return later && joinTitles(entry, [later])
}

function areNeighbours(events: readonly FlowEvent[], run: readonly TitleEvent[]): boolean {
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined) return false
  return (
    events.slice(first.index, last.index).filter((event) => event.kind === 'block' || event.kind === 'heading')
      .length ===
    run.length - 1
  )
}

/** Headings, and paragraphs short enough for a title. */
function titleEvents(events: readonly FlowEvent[], from: number, to: number): TitleEvent[] {
  const found: TitleEvent[] = []
  for (let index = from; index < to; index++) {
    const event = events[index]
    if (event?.kind === 'heading')
      found.push({ index, isHeading: true, content: event.content, subtitle: event.subtitle, anchors: event.anchors })
    if (event?.kind === 'block' && event.block.kind === 'paragraph') {
      const { content, anchors = [] } = event.block
      if (inlineWords(content).length <= LONGEST_TITLE) found.push({ index, isHeading: false, content, anchors })
    }
  }
  return found
}

/** The heading right before a place, when the id stands after the heading that it is for. */
function headingBefore(events: readonly FlowEvent[], at: number): TitleEvent | undefined {
  for (let index = at - 1; index >= 0; index--) {
    const event = events[index]
    if (event?.kind === 'block') return undefined
    if (event?.kind === 'heading') {
      return { index, isHeading: true, content: event.content, subtitle: event.subtitle, anchors: event.anchors }
    }
  }
  return undefined
}

/** The first heading of an entry's stretch, with no text before it. */
function firstHeading(entry: PlacedEntry, { events, end, taken }: Search): TitleEvent | undefined {
  for (let index = entry.at; index < end; index++) {
    const event = events[index]
    if (event?.kind === 'heading') {
      if (taken.has(index)) continue
      return { index, isHeading: true, content: event.content, subtitle: event.subtitle, anchors: event.anchors }
    }
    if (event?.kind === 'block' && event.block.kind !== 'figure') return undefined
  }
  return undefined
}
