import { expect, test } from 'vitest'
import { DrawingLimits } from '../../src/pdf/drawings/drawing-limits.ts'

test('a page of many strokes is not drawn at all', () => {
  expect(new DrawingLimits().take(1, 100_001)).toBe(0)
  expect(new DrawingLimits().take(1, 100_000)).toBe(1)
})

test('of the drawings of a page twenty are drawn', () => {
  expect(new DrawingLimits().take(25, 100)).toBe(20)
})

test('when a book has cost enough, no more of it is drawn, unless it costs little', () => {
  const limits = new DrawingLimits()
  const taken = Array.from({ length: 40 }, () => limits.take(1, 100_000))
  expect(taken.reduce((sum, one) => sum + one)).toBe(30)
  expect(limits.take(1, 10)).toBe(0)
})
