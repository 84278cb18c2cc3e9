import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { SMALL_FILE_BYTES, withSharedBlock } from '../../src/hashing/shared-block.ts'
import { placeFile, readSmallFile } from '../../src/hashing/small-file.ts'
import { tempDir } from '../support/temp-dir.ts'

const hashOf = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')

test('many files at the same time get to their places with their bytes, and are their owner’s alone', async () => {
  const folder = await tempDir()
  const files = Array.from({ length: 40 }, (_, n) => ({ name: `${n}`, content: randomBytes(n * 5_000) }))
  await Promise.all(
    files.map(async ({ name, content }, n) =>
      withSharedBlock(async (block) => {
        const bytes = block.subarray(0, content.copy(block))
        const md5 = n % 2 === 0 ? hashOf('md5', content) : undefined
        const [path, temporary] = [join(folder, name), join(folder, `${name}.part`)]
        expect(await placeFile({ path, temporary, bytes, md5 })).toEqual({ sha256: hashOf('sha256', content) })
        expect((await readFile(path)).equals(content)).toBe(true)
        expect((await stat(path)).mode & 0o777).toBe(0o600)
      }),
    ),
  )
  expect((await readdir(folder)).toSorted()).toEqual(files.map(({ name }) => name).toSorted())
})

test('a file with another MD5 than announced does not get to its place', async () => {
  const folder = await tempDir()
  const [path, temporary] = [join(folder, 'book'), join(folder, 'book.part')]
  await writeFile(path, 'before')
  expect(await placeFile({ path, temporary, bytes: Buffer.from('after'), md5: 'f'.repeat(32) })).toBeUndefined()
  expect(await readFile(path, 'utf8')).toBe('before')
})

test('what is in the way of one file is told, and hurts none beside it', async () => {
  const folder = await tempDir()
  await writeFile(join(folder, 'there'), 'before')
  await mkdir(join(folder, 'folder'))
  const bytes = Buffer.from('after')
  const place = (temporary: string, path: string) =>
    placeFile({ path: join(folder, path), temporary: join(folder, temporary), bytes, md5: undefined })
  const [there, missing, onFolder, good] = await Promise.allSettled([
    place('there', 'one'),
    place('none/file', 'two'),
    place('three.part', 'folder'),
    place('four.part', 'four'),
  ])
  expect(there).toMatchObject({ status: 'rejected', reason: { code: 'EEXIST' } })
  expect(missing).toMatchObject({ status: 'rejected', reason: { code: 'ENOENT' } })
  expect(onFolder).toMatchObject({ status: 'rejected', reason: { code: 'EISDIR' } })
  expect(good).toMatchObject({ status: 'fulfilled', value: { sha256: hashOf('sha256', bytes) } })
  expect(await readFile(join(folder, 'there'), 'utf8')).toBe('before')
})

test('files are read into blocks, up to the size of one', async () => {
  const folder = await tempDir()
  for (const size of [0, 1, 100_000, SMALL_FILE_BYTES]) {
    const [path, content] = [join(folder, `${size}`), randomBytes(size)]
    await writeFile(path, content)
    await withSharedBlock(async (block) => {
      const md5 = hashOf('md5', content)
      expect(await readSmallFile({ path, block, withMd5: true })).toEqual({ length: size, md5 })
      expect(block.subarray(0, size).equals(content)).toBe(true)
      expect(await readSmallFile({ path, block, withMd5: false })).toEqual({ length: size, md5: undefined })
    })
  }
  const path = join(folder, 'larger')
  await writeFile(path, Buffer.alloc(SMALL_FILE_BYTES + 1))
  await withSharedBlock(async (block) => {
    expect(await readSmallFile({ path, block, withMd5: true })).toBeUndefined()
    const missing = readSmallFile({ path: join(folder, 'none'), block, withMd5: true })
    await expect(missing).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(readSmallFile({ path: folder, block, withMd5: true })).rejects.toMatchObject({ code: 'EISDIR' })
  })
})

test('a block is lent again after work that succeeded, and never after work that failed', async () => {
  const block = await withSharedBlock(async (lent) => lent)
  expect(await withSharedBlock(async (lent) => lent)).toBe(block)
  const failed = withSharedBlock(async (lent) => {
    expect(lent).toBe(block)
    throw new Error('given up')
  })
  await expect(failed).rejects.toThrow('given up')
  expect(await withSharedBlock(async (lent) => lent)).not.toBe(block)
})

test('a program that was bundled without the thread writes and reads all the same', async () => {
  const entry = fileURLToPath(new URL('../../src/hashing/small-file.ts', import.meta.url))
  const folder = await tempDir()
  const outfile = join(folder, 'bundle.mjs')
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile })
  const bundled = (await import(outfile)) as typeof import('../../src/hashing/small-file.ts')
  const bytes = randomBytes(5_000)
  const md5 = hashOf('md5', bytes)
  for (const name of ['one', 'two']) {
    const path = join(folder, name)
    const placed = await bundled.placeFile({ path, temporary: join(folder, 'part'), bytes, md5 })
    expect(placed).toEqual({ sha256: hashOf('sha256', bytes) })
    const block = Buffer.alloc(10_000)
    expect(await bundled.readSmallFile({ path, block, withMd5: true })).toEqual({ length: 5_000, md5 })
    expect(block.subarray(0, 5_000).equals(bytes)).toBe(true)
  }
})
