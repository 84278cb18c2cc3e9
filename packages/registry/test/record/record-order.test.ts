import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareKeys } from '../../src/record/record-order.ts'

// Around the surrogates the order of code units differs from that of bytes.
const key = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}') })

test('keys are in the order of their bytes', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
    { numRuns: 2_000 },
  )
})
