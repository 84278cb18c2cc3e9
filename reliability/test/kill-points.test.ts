import { expect, test } from 'vitest'
import { choosePoints, countPoints, readPoint, writePoint } from '../src/kill-points.ts'
import { Random } from '../src/random.ts'

const PASSED = countPoints('before a.x\nafter a.x\nbefore a.x\nafter a.x\nbefore b.y z\n')

test('points are counted by step and edge', () => {
  expect(Object.fromEntries(PASSED)).toEqual({ 'before a.x': 2, 'after a.x': 2, 'before b.y z': 1 })
})

test('every step and edge is chosen before one is chosen twice, and no call that never came', () => {
  for (let seed = 0; seed < 50; seed++) {
    const points = choosePoints(PASSED, 5, new Random(seed))
    expect(points).toHaveLength(5)
    expect(new Set(points.slice(0, 3).map(({ step, edge }) => `${edge} ${step}`))).toEqual(new Set(PASSED.keys()))
    for (const { step, edge, ordinal } of points)
      expect(ordinal).toBeLessThanOrEqual(PASSED.get(`${edge} ${step}`) ?? 0)
  }
})

test('a seed chooses the same points again, another seed others', () => {
  const choose = (seed: number) => JSON.stringify(choosePoints(PASSED, 20, new Random(seed)))
  expect(choose(7)).toBe(choose(7))
  expect(choose(7)).not.toBe(choose(8))
})

test('only the steps asked for are chosen', () => {
  expect(choosePoints(PASSED, 3, new Random(1), / b/).every(({ step }) => step === 'b.y z')).toBe(true)
})

test('a point comes back from its text', () => {
  const point = { step: 'storage.list entry', edge: 'before', ordinal: 12 } as const
  expect(readPoint(writePoint(point))).toEqual(point)
  expect(readPoint('nonsense')).toBeUndefined()
})
