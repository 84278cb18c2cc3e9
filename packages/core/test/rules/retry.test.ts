import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRetryable, MAX_RETRY_DELAY_MS, retryDelayMs } from '../../src/rules/retry.ts'

test('bad input is final, everything that may pass is retried', () => {
  expect(['input', 'not_found', 'unsupported', 'config'].map((code) => isRetryable(code as 'input'))).toEqual(
    Array(4).fill(false),
  )
  expect(
    ['timeout', 'memory', 'transient', 'internal', 'denied', 'corrupt'].map((code) => isRetryable(code as 'input')),
  ).toEqual(Array(6).fill(true))
})

test('what a converter made whole and wrong is final, whatever the code; what it did not finish is not', () => {
  expect([isRetryable('invalid_output', 'invalid'), isRetryable('internal', 'invalid')]).toEqual([false, false])
  expect([isRetryable('invalid_output'), isRetryable('internal', 'other')]).toEqual([true, true])
})

test('the delay doubles, is never shortened by jitter, and is bounded', () => {
  expect([1, 2, 3].map((retry) => retryDelayMs(30_000, retry, 0))).toEqual([30_000, 60_000, 120_000])
  fc.assert(
    fc.property(
      fc.nat(3_600_000),
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (base, retry, random) => {
        const delay = retryDelayMs(base, retry, random)
        expect(delay).toBeGreaterThanOrEqual(Math.min(base * 2 ** Math.min(retry - 1, 30), MAX_RETRY_DELAY_MS))
        expect(delay).toBeLessThanOrEqual(MAX_RETRY_DELAY_MS * 1.25)
      },
    ),
  )
})

test('a base of zero never waits', () => {
  expect(retryDelayMs(0, 5, 1)).toBe(0)
})
