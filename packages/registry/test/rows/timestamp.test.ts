import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromTimestamp, toTimestamp } from '../../src/rows/timestamp.ts'

test('times are UTC text with microseconds, and come back as they were', () => {
  expect(toTimestamp(new Date('2026-01-31T13:45:10.123Z'))).toBe('2026-01-31 13:45:10.123000')
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
      expect(fromTimestamp(toTimestamp(date))).toEqual(date)
    }),
  )
})

test.each([
  ['2025-01-31 13:45:10.123456', '2025-01-31T13:45:10.123Z'],
  ['2025-01-31 13:45:10', '2025-01-31T13:45:10.000Z'],
  ['2025-01-31T13:45:10Z', '2025-01-31T13:45:10.000Z'],
])('%s as others write it is read', (text, iso) => {
  expect(fromTimestamp(text)?.toISOString()).toBe(iso)
})

test('what is no time is undefined', () => {
  expect([fromTimestamp(null), fromTimestamp('yesterday')]).toEqual([undefined, undefined])
})
