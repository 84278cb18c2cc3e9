import { expect, test } from 'vitest'
import { Warnings } from '../src/warnings.ts'

const gather = (codes: readonly string[]) => {
  const warnings = new Warnings()
  codes.forEach((code, i) => {
    warnings.add({ code, message: `${code} ${i}.`, place: `p:${i}` })
  })
  return warnings
}

test('ten warnings of a kind stay as they are, in their order', () => {
  const codes = ['a', 'b', ...Array<string>(9).fill('a')]
  expect(
    gather(codes)
      .list()
      .map(({ code }) => code),
  ).toEqual(codes)
})

test('more become one, with their number and the first five', () => {
  const warnings = gather(['b', ...Array<string>(401).fill('a'), 'c'])
  expect(warnings.list()).toEqual([
    { code: 'b', message: 'b 0.', place: 'p:0' },
    {
      code: 'a',
      message: '401 of this kind, first: a 1. (p:1) a 2. (p:2) a 3. (p:3) a 4. (p:4) a 5. (p:5)',
      place: 'p:1',
    },
    { code: 'c', message: 'c 402.', place: 'p:402' },
  ])
  expect(warnings.count(['a', 'c'])).toBe(402)
})
