import { expect, test } from 'vitest'
import { showBytes, showDistance, showDuration } from '../../src/page/show-values.ts'

test('a stretch of time is told in its two largest units', () => {
  const told = [0, 1_234, 59_000, 61_000, 3_661_000, 90_061_000].map(showDuration)
  expect(told).toEqual(['0.0 s', '1.2 s', '59 s', '1 min 1 s', '1 h 1 min', '1 d 1 h'])
})

test('a time is told as its distance from now, before and after', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  const told = (seconds: number) => showDistance(new Date(now + seconds * 1_000), now)
  expect([-1, 1, -30, 90, -7_200, 864_000].map(told)).toEqual([
    ...['just now', 'in a moment', '30 s ago', 'in 2 min', '2 h ago', 'in 10 days'],
  ])
})

test('a size is told in the unit that fits', () => {
  expect([0, 999, 1_000, 12_345, 5e6, 7.2e9, 3e15].map(showBytes)).toEqual([
    ...['0 bytes', '999 bytes', '1.0 kB', '12 kB', '5.0 MB', '7.2 GB', '3000 TB'],
  ])
})
