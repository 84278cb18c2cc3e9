import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

async function convertedFolder(): Promise<string> {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books/A'), { recursive: true })
  for (const name of ['one.epub', 'two.epub']) await writeSmallEpub(join(cwd, 'books/A', name))
  const config = 'local: {enabled: true, root: books}\nprocessing: {min_age_seconds: 0}\n'
  await writeFile(join(cwd, 'config.yaml'), config)
  expect(await rittdocBatch(cwd, 'run')).toMatchObject({ code: 0 })
  return cwd
}

test('after a run verify finds nothing, with exit code 0', async () => {
  const cwd = await convertedFolder()
  const { code, stdout } = await rittdocBatch(cwd, 'verify')
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: '2 books and 2 packages of 1 publishers compared: nothing found\n',
  })
})

test('verify says what it would do, and with --fix the next run puts the package back', async () => {
  const cwd = await convertedFolder()
  await rm(join(cwd, 'books/A/Output XML/one.zip'))
  const looked = await rittdocBatch(cwd, 'verify')
  expect(looked.code).toBe(3)
  expect(looked.stdout).toBe(
    'missing output  A/Output XML/one.zip: the package of A/one.epub is not there; would be converted again\n' +
      '2 books and 1 packages of 1 publishers compared: 1 found; --fix puts right what can be\n',
  )
  const fixed = await rittdocBatch(cwd, 'verify', '--fix', '--json')
  expect(fixed.code).toBe(0)
  const lines = fixed.stdout.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { kind: 'missing_output', key: 'A/Output XML/one.zip', repair: 'convert_again', isRepaired: true },
    { kind: 'summary', found: { missing_output: 1 }, repaired: 1 },
  ])
  expect((await rittdocBatch(cwd, 'run')).stdout).toMatch(/1 completed/)
  expect((await readdir(join(cwd, 'books/A/Output XML'))).sort()).toEqual(['one.zip', 'two.zip'])
  expect((await rittdocBatch(cwd, 'verify')).code).toBe(0)
})

test('a storage that cannot be listed ends verify with exit code 4', async () => {
  const cwd = await convertedFolder()
  await rm(join(cwd, 'books'), { recursive: true })
  const { code, stderr } = await rittdocBatch(cwd, 'verify')
  expect(code).toBe(4)
  expect(stderr).toMatch(/books/)
})
