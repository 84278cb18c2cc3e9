import { createHash, randomBytes } from 'node:crypto'
import { closeSync } from 'node:fs'
import { type FileHandle, open, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FollowingHash } from '../../src/hashing/following-hash.ts'
import { tempDir } from '../support/temp-dir.ts'

test('the digests are those of the whole file, in whatever order its parts are written, small or large', async () => {
  const folder = await tempDir()
  const cuts = fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })
  const size = fc.oneof(fc.nat(5_000), fc.integer({ min: 1_000_000, max: 5_000_000 }))
  const property = fc.asyncProperty(size, cuts, fc.infiniteStream(fc.nat(1_000)), async (sizeBytes, cuts, order) => {
    const bytes = randomBytes(sizeBytes)
    const parts = partsOf(sizeBytes, cuts)
    const shuffled = parts.map((part) => ({ part, place: order.next().value })).sort((a, b) => a.place - b.place)
    const file = await open(join(folder, 'file'), 'w+')
    const hash = new FollowingHash(file, { sizeBytes, withMd5: true })
    for (const { part } of shuffled) await writePart(file, hash, bytes, part)
    expect(await hash.digest()).toEqual({ sha256: hashOf('sha256', bytes), md5: hashOf('md5', bytes) })
    await file.close()
  })
  await fc.assert(property, { numRuns: 60 })
})

describe.each([
  ['a small file', 10_000],
  ['a large file', 3_000_000],
])('%s', (_name, sizeBytes) => {
  test('has no MD5 when none is asked for', async () => {
    const { hash, write } = await begin(sizeBytes)
    await write(0, sizeBytes)
    expect((await hash.digest()).md5).toBeUndefined()
  })

  test('has no digest while bytes are missing, at its end or in its middle', async () => {
    const { hash, write } = await begin(sizeBytes)
    await write(0, 10)
    await write(20, sizeBytes)
    await expect(hash.digest()).rejects.toThrow(`only 10 of ${sizeBytes} bytes were written`)
    await hash.close()
  })

  test('is not read after the hash was closed, as often as that is done', async () => {
    const { file, hash, write } = await begin(sizeBytes)
    await write(0, sizeBytes)
    await hash.close()
    await hash.close()
    await file.close()
    expect(() => closeSync(file.fd)).toThrow() // nobody has opened it anew
  })
})

test('a large file that is shorter than what was told has no digest, and those beside it have theirs', async () => {
  const sizeBytes = 4_000_000
  const [broken, whole] = [await begin(sizeBytes), await begin(sizeBytes)]
  await truncate(broken.path, 0)
  broken.hash.wrote(0, sizeBytes)
  await whole.write(0, sizeBytes)
  await expect(broken.hash.digest()).rejects.toThrow('the local file ends at 0 bytes while it is hashed')
  expect((await whole.hash.digest()).sha256).toBe(hashOf('sha256', whole.bytes))
})

test('a program that was bundled without the thread hashes large files all the same, one after the other', async () => {
  const entry = fileURLToPath(new URL('../../src/hashing/following-hash.ts', import.meta.url))
  const outfile = join(await tempDir(), 'bundle.mjs')
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile })
  const bundled = (await import(outfile)) as { FollowingHash: typeof FollowingHash }
  for (const sizeBytes of [3_000_000, 2_000_000]) {
    const { bytes, hash, write } = await begin(sizeBytes, bundled.FollowingHash)
    await write(0, sizeBytes)
    expect((await hash.digest()).sha256).toBe(hashOf('sha256', bytes))
  }
})

interface Part {
  readonly start: number
  readonly end: number
}

function partsOf(sizeBytes: number, cuts: readonly number[]): Part[] {
  const starts = [...new Set([0, ...cuts.map((cut) => Math.floor(cut * sizeBytes))])].sort((a, b) => a - b)
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? sizeBytes }))
}

async function writePart(file: FileHandle, hash: FollowingHash, bytes: Buffer, { start, end }: Part): Promise<void> {
  await file.write(bytes, start, end - start, start)
  hash.wrote(start, end - start)
}

async function begin(sizeBytes: number, Hash = FollowingHash) {
  const bytes = randomBytes(sizeBytes)
  const path = join(await tempDir(), 'file')
  const file = await open(path, 'w+')
  onTestFinished(() => file.close())
  const hash = new Hash(file, { sizeBytes })
  const write = (start: number, end: number) => writePart(file, hash, bytes, { start, end })
  return { path, file, hash, bytes, write }
}

function hashOf(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
