import { expect, test } from 'vitest'
import type { FlowEvent } from '../../src/structure/flow.ts'
import { headingRanks } from '../../src/structure/heading-ranks.ts'

const heading = (rank: number): FlowEvent => ({ kind: 'heading', rank, content: [], anchors: [] })
const enter: FlowEvent = { kind: 'enter', types: [] }
const leave: FlowEvent = { kind: 'leave' }

const ranksOf = (events: readonly FlowEvent[]) => [...headingRanks(events).values()]

test('headings keep their rank outside sectioning elements', () => {
  expect(ranksOf([heading(1), heading(3), heading(2)])).toEqual([1, 3, 2])
})

test('a heading in a nested section is deeper than the heading of the section around it', () => {
  expect(
    ranksOf([enter, heading(1), enter, heading(1), enter, heading(1), leave, leave, enter, heading(1), leave, leave]),
  ).toEqual([1, 2, 3, 2])
})

test('a section without a heading of its own does not count', () => {
  expect(ranksOf([enter, enter, heading(1), leave, leave])).toEqual([1])
})
