import { expect, test } from 'vitest'
import { isSettled } from '../../src/rules/settling.ts'

const now = new Date('2026-01-01T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const seen = (secondsAgo: number, version = 'v1') => ({ version, firstSeenAt: ago(secondsAgo) })

test('a settle time of zero takes everything at once', () => {
  expect(isSettled(now, undefined, 'v1', now, 0)).toBe(true)
})

test('a first look takes nothing, however old the file is', () => {
  expect(isSettled(ago(86_400), undefined, 'v1', now, 60_000)).toBe(false)
})

test('an old file is taken at a second look 10 s later, not sooner', () => {
  expect(isSettled(ago(86_400), seen(9.9), 'v1', now, 60_000)).toBe(false)
  expect(isSettled(ago(86_400), seen(10), 'v1', now, 60_000)).toBe(true)
})

test('a file that changed between the looks starts anew', () => {
  expect(isSettled(ago(86_400), seen(500, 'v0'), 'v1', now, 60_000)).toBe(false)
})

test('a young file waits until it is old enough', () => {
  expect(isSettled(ago(30), seen(20), 'v1', now, 60_000)).toBe(false)
  expect(isSettled(ago(60), seen(20), 'v1', now, 60_000)).toBe(true)
})

test('a file dated in the future is taken once it was watched long enough', () => {
  expect(isSettled(ago(-3_600), seen(30), 'v1', now, 60_000)).toBe(false)
  expect(isSettled(ago(-3_600), seen(60), 'v1', now, 60_000)).toBe(true)
})
