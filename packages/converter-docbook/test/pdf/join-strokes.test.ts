import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinStrokes } from '../../src/pdf/drawings/join-strokes.ts'

const PAGE = { width: 600, height: 800 }
const box = (left: number, top: number, width = 10, height = 10) => ({
  box: { left, top, right: left + width, bottom: top + height },
})
const boxes = fc.array(
  fc.tuple(fc.nat(590), fc.nat(790), fc.nat(80), fc.nat(80)).map((place) => box(...place)),
  { minLength: 1, maxLength: 40 },
)

test('boxes less than the gap apart are one group, those further apart are two', () => {
  expect(joinStrokes([box(100, 100), box(118, 100), box(100, 118)], PAGE, 10)).toHaveLength(1)
  expect(joinStrokes([box(100, 100), box(140, 100)], PAGE, 10)).toHaveLength(2)
})

test('every box is in one group, and boxes that overlap are in the same', () => {
  fc.assert(
    fc.property(boxes, (all) => {
      const groups = joinStrokes(all, PAGE, 10)
      expect(groups.flat()).toHaveLength(all.length)
      const groupOf = new Map(groups.flatMap((group, i) => group.map((one) => [one, i] as const)))
      for (const a of all) {
        for (const b of all) {
          const isApart =
            a.box.left > b.box.right || b.box.left > a.box.right || a.box.top > b.box.bottom || b.box.top > a.box.bottom
          if (!isApart) expect(groupOf.get(a)).toBe(groupOf.get(b))
        }
      }
    }),
  )
})

test('boxes that reach out of the page are grouped at its edge', () => {
  expect(joinStrokes([box(-500, 100, 505), box(10, 100)], PAGE, 10)).toHaveLength(1)
})

test('a hundred thousand boxes as large as the page are one group', () => {
  const many = Array.from({ length: 100_000 }, () => box(0, 0, 600, 800))
  expect(joinStrokes(many, PAGE, 10)).toHaveLength(1)
})
