import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkClock, skewMs } from '../../src/doctor/check-clock.ts'

const NOW = Date.UTC(2026, 0, 31, 12)
const MINUTE = 60_000
const written = (skew: number) => ({ object: { modifiedAt: new Date(NOW + skew) }, before: NOW, after: NOW })
const look = (skew: number, signsRequests: boolean) =>
  checkClock('clock', written(skew), signsRequests).look(AbortSignal.timeout(1_000))

test.each([0, 1_000, -59_000, MINUTE])('%i ms are good', async (skew) => {
  expect(await look(skew, true)).toEqual(expect.any(String))
})

test.each([2 * MINUTE, -5 * MINUTE])('%i ms are a warning', async (skew) => {
  expect(await look(skew, true)).toMatchObject({ warning: expect.stringContaining('Set the clock of this machine') })
})

test.each([6 * MINUTE, -20 * MINUTE])('%i ms are a failure where requests are signed, else a warning', async (skew) => {
  await expect(look(skew, true)).rejects.toMatchObject({ code: 'denied', message: expect.stringMatching(/\d+ min/) })
  expect(await look(skew, false)).toMatchObject({ warning: expect.stringContaining('min_age_seconds') })
})

test('the direction is that of the storage', async () => {
  expect(await look(3 * MINUTE, true)).toMatchObject({ warning: expect.stringContaining('3 min ahead of') })
  expect(await look(-3 * MINUTE, true)).toMatchObject({ warning: expect.stringContaining('3 min behind') })
})

test('a time in whole seconds within the call is no skew, however long the call took', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (at, rest) => {
      const modifiedAt = new Date(Math.floor((NOW + at) / 1_000) * 1_000)
      expect(skewMs({ object: { modifiedAt }, before: NOW, after: NOW + at + rest })).toBe(0)
    }),
  )
})
