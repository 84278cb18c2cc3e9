import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseFairly } from '../../src/claim/choose-fairly.ts'

test('the publisher that was served least comes first, counting the picks already made', () => {
  const candidates = [
    { publisher: 'A', served: 5, ids: [1, 2, 3] },
    { publisher: 'B', served: 3, ids: [4, 5, 6] },
    { publisher: 'C', served: 9, ids: [7] },
  ]
  expect(Object.fromEntries(chooseFairly(candidates, 4))).toEqual({ A: [1], B: [4, 5, 6] })
})

test('as many are picked as there are, up to the limit, each once', () => {
  const candidate = fc.record({ publisher: fc.string(), served: fc.nat(20), ids: fc.array(fc.nat(), { maxLength: 5 }) })
  fc.assert(
    fc.property(
      fc.uniqueArray(candidate, { selector: ({ publisher }) => publisher, maxLength: 8 }),
      fc.nat(20),
      (candidates, limit) => {
        const picked = [...chooseFairly(candidates, limit).values()].flat()
        const available = candidates.flatMap(({ ids }) => ids).length
        expect(picked.length).toBe(Math.min(limit, available))
      },
    ),
  )
})
