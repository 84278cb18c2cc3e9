import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textLine } from '../../src/logging/text-line.ts'

test('a line has time, level, message and facts', () => {
  const line = textLine({
    time: new Date(2026, 0, 31, 13, 45, 10, 123).getTime(),
    level: 50,
    msg: 'failed',
    publisher: 'PublisherA',
    key: 'a b.pdf',
    attempt: 2,
  })
  expect(line).toBe('2026-01-31 13:45:10.123 ERROR   failed publisher=PublisherA key="a b.pdf" attempt=2')
})

test('one event is one line, whatever names hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (msg, key) => {
      expect(textLine({ time: 0, level: 30, msg, key })).not.toMatch(/\p{Cc}|[\u2028\u2029]/u)
    }),
  )
  expect(textLine({ time: 0, level: 30, msg: 'x', key: 'a\nERROR b' })).toContain('a\\nERROR b')
  expect(textLine({ time: 0, level: 30, msg: 'x', key: 'a\u202Efdp.exe' })).toContain('a\\u202efdp.exe')
})
