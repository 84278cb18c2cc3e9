import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

async function makeFolder(dtd: string): Promise<string> {
  const cwd = await tempDir()
  await writeSmallEpub(join(cwd, 'a.epub'))
  await writeFile(join(cwd, 'book.dtd'), dtd)
  await writeFile(join(cwd, 'config.yaml'), 'converter:\n  dtd: book.dtd\nprocessing:\n  max_retries: 0\n')
  return cwd
}

test('a package that does not follow converter.dtd fails, is not published, and the DTD is the reason', async () => {
  const cwd = await makeFolder('<!ELEMENT book (para)><!ELEMENT para (#PCDATA)>')
  const { code, stdout } = await rittdocBatch(cwd, 'convert', 'a.epub', '--publisher', 'Acme')
  expect(stdout).toMatch(/does not follow the DTD: Book\.XML: /)
  expect(code).toBe(3)
  expect(existsSync(join(cwd, 'Output/Acme/a.zip'))).toBe(false)
})

test('doctor names a file of converter.dtd that cannot be read', async () => {
  const cwd = await makeFolder('<!ENTITY % more SYSTEM "gone.mod">%more;')
  const { code, stdout } = await rittdocBatch(cwd, 'doctor')
  expect(stdout).toMatch(/FAIL {2}converter {7}Could not read the DTD \S+book\.dtd: .*gone\.mod/)
  expect(code).toBe(2)
})
