import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writePackage } from '../../src/rittdoc/write-package.ts'
import type { Book } from '../../src/tree/book.ts'
import { dtdProblems, whyNoDtd } from '../support/dtd.ts'
import { randomBook } from '../support/random-book.ts'
import { tempDir } from '../support/temp-dir.ts'
import { unzip } from '../support/unzip.ts'

async function write(book: Book, folder: string): Promise<string> {
  const workDir = join(folder, 'work')
  await rm(workDir, { recursive: true, force: true })
  await mkdir(workDir, { recursive: true })
  const outFile = join(folder, 'package.zip')
  await writePackage(book, outFile, { workDir, options: {}, warn: () => {} })
  return outFile
}

test('any tree gives a package that passes our own checks', async () => {
  const folder = await tempDir()
  const picture = join(folder, 'picture.png')
  await writeFile(picture, 'png')
  await fc.assert(
    fc.asyncProperty(randomBook(picture), async (book) => {
      await expect(write(book, folder)).resolves.toBeTypeOf('string')
    }),
    { numRuns: 75 },
  )
}, 120_000)

test.skipIf(whyNoDtd !== undefined)(
  `any tree gives a package that both DTDs find valid${whyNoDtd ? ` (skipped: ${whyNoDtd})` : ''}`,
  async () => {
    const folder = await tempDir()
    const picture = join(folder, 'picture.png')
    await writeFile(picture, 'png')
    await fc.assert(
      fc.asyncProperty(randomBook(picture), async (book) => {
        const unpacked = join(folder, 'unpacked')
        await rm(unpacked, { recursive: true, force: true })
        await unzip(await write(book, folder), unpacked)
        expect(dtdProblems(unpacked)).toEqual([])
      }),
      { numRuns: 15 },
    )
  },
  120_000,
)
