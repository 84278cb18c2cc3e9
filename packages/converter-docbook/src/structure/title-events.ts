import type { Inline } from '../tree/book.ts'
import type { FlowEvent, FlowHeading } from './flow.ts'
import { inlineWords, textLength } from './inline-words.ts'
import { isNumberOnly } from './title-words.ts'

/** Something in a flow that is, or may be, a title. */
export interface TitleEvent {
  readonly index: number
  readonly isHeading: boolean
  readonly content: readonly Inline[]
  readonly subtitle?: readonly Inline[] | undefined
  readonly anchors: readonly string[]
}

/** Longest paragraph that can be a title, in characters. */
const LONGEST_TITLE = 300

const titleOf = ({ content, subtitle, anchors }: FlowHeading, index: number): TitleEvent => ({
  index,
  isHeading: true,
  content,
  subtitle,
  anchors,
})

/** Whether nothing but each other stands between the lines of a title. */
export function areNeighbours(events: readonly FlowEvent[], run: readonly TitleEvent[]): boolean {
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined) return false
  return (
    events.slice(first.index, last.index).filter((event) => event.kind === 'block' || event.kind === 'heading')
      .length ===
    run.length - 1
  )
}

/** Headings, and paragraphs short enough for a title. */
export function titleEvents(events: readonly FlowEvent[], from: number, to: number): TitleEvent[] {
  const found: TitleEvent[] = []
  for (let index = from; index < to; index++) {
    const event = events[index]
    if (event?.kind === 'heading') found.push(titleOf(event, index))
    if (event?.kind === 'block' && event.block.kind === 'paragraph') {
      const { content, anchors = [] } = event.block
      if (inlineWords(content).length <= LONGEST_TITLE) found.push({ index, isHeading: false, content, anchors })
    }
  }
  return found
}

/** Text, in characters, with which a heading is one of its own rather than a line above a title. */
const OWN_TEXT = 400

/** The same where what looks like the title is set as a paragraph. */
const OWN_LINE = 40

/** Whether a title stands in the text of another of the candidates: a heading of words that is above it by rank. */
export function isBelowAnother(
  candidates: readonly TitleEvent[],
  events: readonly FlowEvent[],
  index: number,
): boolean {
  const rankOf = (i: number) => (events[i]?.kind === 'heading' ? events[i].rank : LOWEST)
  const own = rankOf(index)
  const isAbove = (one: TitleEvent) => rankOf(one.index) < own && !isNumberOnly(inlineWords(one.content))
  const above = candidates.find(isAbove)?.index ?? index
  const blocks = events.slice(above, index).flatMap((event) => (event.kind === 'block' ? [event.block] : []))
  const limit = own === LOWEST ? OWN_LINE : OWN_TEXT
  return textLength(blocks, limit) >= limit
}

/** Below all headings. */
const LOWEST = 7

/** The heading right before a place, when the id stands after the heading that it is for. */
export function headingBefore(events: readonly FlowEvent[], at: number): TitleEvent | undefined {
  for (let index = at - 1; index >= 0; index--) {
    const event = events[index]
    if (event?.kind === 'block') return undefined
    if (event?.kind === 'heading') return titleOf(event, index)
  }
  return undefined
}

/** The first heading of a stretch, with no text before it. */
export function leadingHeading(events: readonly FlowEvent[], from: number, to: number): TitleEvent | undefined {
  for (let index = from; index < to; index++) {
    const event = events[index]
    if (event?.kind === 'heading') return titleOf(event, index)
    if (event?.kind === 'block' && event.block.kind !== 'figure') return undefined
  }
  return undefined
}

/** The heading that follows an event at once, before any block or target of the table of contents. */
export function headingAfter(events: readonly FlowEvent[], at: number): TitleEvent | undefined {
  for (let index = at + 1; index < events.length; index++) {
    const event = events[index]
    if (event?.kind === 'heading') return titleOf(event, index)
    if (event?.kind === 'block' || event?.kind === 'mark') return undefined
  }
  return undefined
}
