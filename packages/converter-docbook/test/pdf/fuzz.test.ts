import { isBatchError } from '@rittdoc-batch/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillLines, makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'

// RITTDOC_FUZZ: how many tries; RITTDOC_SEED: other ones.
const RUNS = { numRuns: Number(process.env.RITTDOC_FUZZ ?? 200) / 4, seed: Number(process.env.RITTDOC_SEED ?? 1) }

test('any change of bytes of a PDF is read or refused', { timeout: 600_000 }, async () => {
  const whole = await makePdf((doc) => writeLines(doc, fillLines(12)), { compress: false })
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc
        .constantFrom('9999999999', '<<', '>>', '[', '1 0 R', 'endobj', 'stream', '/Kids', '-1')
        .map((text) => Buffer.from(text)),
    ),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const bytes = Buffer.from(whole)
      for (const { at, bytes: put } of changes)
        bytes.set(put.slice(0, bytes.length - Math.floor(at * (bytes.length - 1))), Math.floor(at * (bytes.length - 1)))
      try {
        await readBytes(bytes)
      } catch (error) {
        expect(isBatchError(error) ? error.code : error).toBe('input')
      }
    }),
    RUNS,
  )
})
