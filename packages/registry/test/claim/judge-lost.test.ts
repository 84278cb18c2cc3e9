import { expect, test } from 'vitest'
import { judgeLost } from '../../src/claim/judge-lost.ts'

const row = (phase: string, lost: number, lost_phase: string | null, retry_count: number) => ({
  phase,
  lost,
  lost_phase,
  retry_count,
})

test('a lost attempt counts as a retry', () => {
  expect(judgeLost(row('convert', 0, null, 0), 3)).toEqual({ lost: 1, retryCount: 1 })
})

test('three lost in a row in one phase are a poison book', () => {
  expect(judgeLost(row('convert', 2, 'convert', 2), 9).crashed).toMatch(/3 times in a row in the phase "convert"/)
})

test('getting further begins the count anew', () => {
  expect(judgeLost(row('publish', 2, 'convert', 2), 9)).toEqual({ lost: 1, retryCount: 3 })
})

test('no retries left is the end as well', () => {
  expect(judgeLost(row('download', 0, null, 3), 3).crashed).toMatch(/no retries are left/)
})
