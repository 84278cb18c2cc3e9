import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FollowingHash } from '../src/following-hash.ts'
import { localFolder } from './support/local-files.ts'

/** A piece of a range: which share of what is left, and how many turns of the event loop its writer waits before it. */
const piece = fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), waits: fc.nat(6) })
type Piece = typeof piece extends fc.Arbitrary<infer P> ? P : never
const whole: Piece = { share: 1, waits: 1 }

interface Writing {
  readonly file: FileHandle
  readonly hash: FollowingHash
  readonly bytes: Buffer
  readonly start: number
  readonly pieces: readonly Piece[]
}

/** Writes a range as a download does: piece by piece, each told to the hash, and the range when it is whole. */
async function writeRange({ file, hash, bytes, start, pieces }: Writing): Promise<void> {
  let done = 0
  for (const { share, waits } of [...pieces, whole]) {
    for (let i = 0; i < waits; i++) await turn()
    const chunk = bytes.subarray(done, done + Math.ceil(share * (bytes.length - done)))
    await file.write(chunk, 0, chunk.length, start + done)
    hash.pass([chunk], start + done)
    done += chunk.length
  }
  await hash.add({ start, length: bytes.length }, new AbortController().signal)
}

test('the digests are those of the whole file, in whatever order the pieces of its ranges are written', async () => {
  const folder = await localFolder()
  const ranges = fc.array(fc.array(piece, { maxLength: 4 }), { minLength: 1, maxLength: 8 })
  const property = fc.asyncProperty(ranges, fc.integer({ min: 1, max: 3_000_000 }), async (allPieces, rangeBytes) => {
    const bytes = randomBytes(rangeBytes * allPieces.length)
    const file = await open(join(folder, 'file'), 'w+')
    try {
      const hash = new FollowingHash(file, { withMd5: true })
      const write = (pieces: Piece[], i: number) => {
        const start = i * rangeBytes
        return writeRange({ file, hash, bytes: bytes.subarray(start, start + rangeBytes), start, pieces })
      }
      await Promise.all(allPieces.map(write))
      expect(hash.digest()).toEqual({ sha256: hashOf('sha256', bytes), md5: hashOf('md5', bytes) })
    } finally {
      await file.close()
    }
  })
  await fc.assert(property, { numRuns: 40 })
})

function hashOf(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
