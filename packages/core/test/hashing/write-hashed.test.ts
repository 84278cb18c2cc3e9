import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { writeHashed } from '../../src/hashing/write-hashed.ts'
import { tempDir } from '../support/temp-dir.ts'

const hashOf = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')

test('many files at the same time have their bytes and their digests, and are their owner’s alone', async () => {
  const folder = await tempDir()
  const files = Array.from({ length: 40 }, (_, n) => ({ path: join(folder, `${n}`), bytes: randomBytes(n * 5_000) }))
  await Promise.all(
    files.map(async ({ path, bytes }, n) => {
      const withMd5 = n % 2 === 0
      const md5 = withMd5 ? hashOf('md5', bytes) : undefined
      expect(await writeHashed({ path, bytes, withMd5 })).toEqual({ sha256: hashOf('sha256', bytes), md5 })
      expect((await readFile(path)).equals(bytes)).toBe(true)
      expect((await stat(path)).mode & 0o777).toBe(0o600)
    }),
  )
})

test('a file that is there already stays as it is, and so do those beside it', async () => {
  const folder = await tempDir()
  await writeFile(join(folder, 'there'), 'before')
  const [there, missing, good] = await Promise.allSettled([
    writeHashed({ path: join(folder, 'there'), bytes: Buffer.from('after'), withMd5: false }),
    writeHashed({ path: join(folder, 'none/file'), bytes: Buffer.from('after'), withMd5: false }),
    writeHashed({ path: join(folder, 'good'), bytes: Buffer.from('good'), withMd5: false }),
  ])
  expect(there).toMatchObject({ status: 'rejected', reason: { code: 'EEXIST' } })
  expect(missing).toMatchObject({ status: 'rejected', reason: { code: 'ENOENT' } })
  expect(good).toMatchObject({ status: 'fulfilled', value: { sha256: hashOf('sha256', Buffer.from('good')) } })
  expect(await readFile(join(folder, 'there'), 'utf8')).toBe('before')
})

test('a program that was bundled without the thread writes all the same', async () => {
  const entry = fileURLToPath(new URL('../../src/hashing/write-hashed.ts', import.meta.url))
  const folder = await tempDir()
  const outfile = join(folder, 'bundle.mjs')
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile })
  const bundled = (await import(outfile)) as { writeHashed: typeof writeHashed }
  const bytes = randomBytes(5_000)
  for (const name of ['one', 'two']) {
    const digests = await bundled.writeHashed({ path: join(folder, name), bytes, withMd5: true })
    expect(digests).toEqual({ sha256: hashOf('sha256', bytes), md5: hashOf('md5', bytes) })
    expect((await readFile(join(folder, name))).equals(bytes)).toBe(true)
  }
})
