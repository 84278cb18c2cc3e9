import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SigningHash } from '../src/signing-hash.ts'

const chunks = fc.array(fc.oneof(fc.string(), fc.uint8Array()), { maxLength: 4 })
const secrets = fc.option(fc.oneof(fc.string({ minLength: 1 }), fc.uint8Array({ minLength: 1 })), { nil: undefined })

test('digests are those of node:crypto, whatever came before them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(secrets, chunks)), async (texts) => {
      for (const [secret, parts] of [...texts, ...texts]) {
        const ours = new SigningHash(secret)
        const theirs = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
        ours.update('what is forgotten')
        ours.reset()
        for (const part of parts) {
          ours.update(part)
          theirs.update(part)
        }
        expect(Buffer.from(await ours.digest()).toString('hex')).toBe(theirs.digest('hex'))
      }
    }),
  )
})

test('a part of a larger buffer is a secret and a text of its own', async () => {
  const bytes = Buffer.from('0123456789')
  const ours = new SigningHash(bytes.subarray(2, 5))
  ours.update(bytes.subarray(5, 7))
  expect(Buffer.from(await ours.digest())).toEqual(createHmac('sha256', '234').update('56').digest())
})
