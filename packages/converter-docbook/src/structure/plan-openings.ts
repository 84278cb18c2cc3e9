import type { Inline } from '../tree/book.ts'
import type { FlowDocument, FlowEvent } from './flow.ts'
import { containsBridgehead, inlineWords } from './inline-words.ts'
import { inOrderOfEntry, joinTitles } from './join-titles.ts'
import type { PlacedEntry } from './place-entries.ts'
import {
  areNeighbours,
  headingAfter,
  headingBefore,
  isBelowAnother,
  leadingHeading,
  type TitleEvent,
  titleEvents,
} from './title-events.ts'
import { isNumberOnly, isSameTitle, titleOverlap } from './title-words.ts'

/** Where an entry of the table of contents opens a piece of the book, and under which title. */
export interface Opening {
  readonly entry: PlacedEntry
  readonly title: readonly Inline[]
  readonly subtitle?: readonly Inline[] | undefined
  readonly anchors: readonly string[]
  /** Events that became its title. */
  readonly consumed: readonly number[]
  /** Headings before its title that open nothing. */
  readonly demoted?: readonly number[] | undefined
}

const SPACE: Inline = { kind: 'text', text: ' ' }

/** Longest heading, in characters, that only labels the line below it. */
const LONGEST_LABEL = 40

/** Events that are looked at for a title that is written as a paragraph. */
const LOOK_AHEAD = 6

/** Decides for the entries of one document which heading is theirs. */
export function planOpenings(document: FlowDocument, listed: readonly PlacedEntry[]): Opening[] {
  const { events } = document
  const entries = withLead(listed, events)
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

/** A number or a picture at the top of a page, before the first entry, belongs to that entry. */
function withLead(entries: readonly PlacedEntry[], events: readonly FlowEvent[]): readonly PlacedEntry[] {
  const first = entries[0]?.at ?? 0
  const lead = events.slice(0, first).filter((event) => event.kind === 'block' || event.kind === 'heading')
  const numbers = titleEvents(events, 0, first).filter(isNumber)
  const figures = lead.filter((event) => event.kind === 'block' && event.block.kind === 'figure')
  if (lead[0] === undefined || lead.length > numbers.length + figures.length) return entries
  const at = events.indexOf(lead[0])
  return entries.map((entry) => (entry.at === first ? { ...entry, at } : entry))
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
  const { events, end, others, taken } = search
  const next = events.slice(entry.at, Math.min(end, entry.at + LOOK_AHEAD)).find((event) => event.kind === 'block')
  if (next?.kind === 'block' && containsBridgehead(next.block, (title) => isSameTitle(title, entry.title)))
    return undefined
  const first = leadingHeading(events, entry.at, end)
  const fromToc: readonly Inline[] = [{ kind: 'text', text: entry.title }]
  if (first === undefined || taken.has(first.index)) return { entry, title: fromToc, anchors: [], consumed: [] }
  const words = inlineWords(first.content)
  if (others.some((other) => isSameTitle(words, other.title)))
    return { entry, title: fromToc, anchors: [], consumed: [] }
  if (titleOverlap(words, entry.title) >= 0.5) return joinTitles(entry, [first])
  const { anchors, content, index } = first
  const subtitle = first.subtitle === undefined ? content : [...content, SPACE, ...first.subtitle]
  return { entry, title: fromToc, subtitle, anchors, consumed: [index] }
}

/**
 * A heading with the entry's words, or headings and paragraphs in a row that have them together. One further down, in the text
 * of a heading above it, is a section of the piece.
 */
function findByText(entry: PlacedEntry, search: Search): Opening | undefined {
  const { events, end, taken } = search
  const isSame = ({ content }: TitleEvent) => isSameTitle(inlineWords(content), entry.title)
  const candidates = titleEvents(events, entry.at, end).filter(({ index }) => !taken.has(index))
  const isOwn = ({ index }: TitleEvent) => !isBelowAnother(candidates, events, index)
  const run = findRun(candidates.slice(0, LOOK_AHEAD).filter(isOwn), entry, events)
  if (run !== undefined) return complete(entry, run, search)
  const before = headingBefore(events, entry.at)
  if (before !== undefined && !taken.has(before.index) && isSame(before)) return joinTitles(entry, [before])
  const later = candidates.find((one) => one.isHeading && isSame(one) && isOwn(one))
  return later && complete(entry, [later], search)
}

/** Up to three lines in a row that have exactly the words of the entry; headings in any order. */
function findRun(
  candidates: readonly TitleEvent[],
  entry: PlacedEntry,
  events: readonly FlowEvent[],
): readonly TitleEvent[] | undefined {
  for (const length of [1, 2, 3]) {
    for (let start = 0; start + length <= candidates.length; start++) {
      const run = candidates.slice(start, start + length)
      if (inOrderOfEntry(run, entry.title) !== undefined && areNeighbours(events, run)) return run
    }
  }
  return undefined
}

/**
 * A number on a line of its own before the title belongs to it, and so does a short heading right above a title that is set as
 * a paragraph. A line after a title that is a number only is its subtitle. Other headings before the title open nothing.
 */
function complete(entry: PlacedEntry, run: readonly TitleEvent[], { events, taken }: Search): Opening {
  const start = run[0]?.index ?? entry.at
  const before = titleEvents(events, entry.at, start).filter((one) => one.isHeading && !taken.has(one.index))
  const isPart = before.every(isNumber) || (before.length === 1 && before.every(isShort) && !run.some(isHeading))
  const isJoined = before.length > 0 && isPart && areNeighbours(events, [...before, ...run])
  const opening = joinTitles(entry, isJoined ? [...before, ...run] : run)
  const demoted = isJoined ? [] : before.map(({ index }) => index)
  const next = run.every(isNumber) ? headingAfter(events, run.at(-1)?.index ?? start) : undefined
  if (next === undefined || opening.subtitle !== undefined) return { ...opening, demoted }
  const anchors = [...opening.anchors, ...next.anchors]
  return { ...opening, demoted, subtitle: next.content, anchors, consumed: [...opening.consumed, next.index] }
}

const isHeading = (title: TitleEvent) => title.isHeading
const isShort = ({ content }: TitleEvent) => inlineWords(content).length <= LONGEST_LABEL
const isNumber = ({ content }: TitleEvent) => isNumberOnly(inlineWords(content))
