import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openRegistry, seen, tempDir } from './support/open-registry.ts'
import { mixedRows, writePythonDatabase } from './support/python-database.ts'

const PROCESS = fileURLToPath(new URL('./support/unprivileged-process.ts', import.meta.url))
const READ_ONLY =
  /^readonly: Could not use the registry .*: it cannot be written\. Check the owner and the mode of the file and of its folder/

/** What opening, reading and writing come to for somebody without special rights. */
function tryAll(path: string): { open: string; read: string; write: string } {
  const args = ['--conditions=source', '--disable-warning=ExperimentalWarning', PROCESS, path]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

/** A folder for a database that anybody may enter. */
async function openFolder(): Promise<string> {
  const folder = await tempDir()
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'data'))
  return join(folder, 'data')
}

/** A registry with a row, closed, in a folder of this mode, as a file of that one. */
async function registryWithModes(folderMode: number, fileMode: number): Promise<string> {
  const path = join(await openFolder(), 'r.db')
  const { registry } = await openRegistry({ path })
  await registry.record([seen('A/a.pdf')])
  await registry.close()
  await chmod(path, fileMode)
  await chmod(dirname(path), folderMode)
  return path
}

test('a file that may not be written is read, and a write is told as one that cannot be', async () => {
  const path = await registryWithModes(0o777, 0o444)
  const before = await readFile(path)
  expect(tryAll(path)).toEqual({ open: 'ok', read: 'ok', write: expect.stringMatching(READ_ONLY) })
  expect(await readFile(path)).toEqual(before)
})

test('a folder that may not be written is told, and its database is left as it is', async () => {
  const path = await registryWithModes(0o555, 0o666)
  const before = await readFile(path)
  expect(tryAll(path).open).toMatch(READ_ONLY)
  expect(await readFile(path)).toEqual(before)
  expect(await readdir(dirname(path))).toEqual(['r.db'])
})

test('a folder that may not be written and has no database yet is told, also when it would have to be made', async () => {
  const folder = await openFolder()
  await chmod(folder, 0o555)
  expect(tryAll(join(folder, 'r.db')).open).toMatch(READ_ONLY)
  expect(tryAll(join(folder, 'more/r.db')).open).toMatch(READ_ONLY)
  expect(await readdir(folder)).toEqual([])
})

test.each([
  ['file', 0o777, 0o444],
  ['folder', 0o555, 0o666],
])(
  'a database of the Python system in a %s that may not be written is not taken over, and left as it is',
  async (_, folderMode, fileMode) => {
    const path = join(await openFolder(), 'r.db')
    writePythonDatabase(path, mixedRows(70))
    await chmod(path, fileMode)
    await chmod(dirname(path), folderMode)
    const before = await readFile(path)
    expect(tryAll(path).open).toMatch(READ_ONLY)
    expect(await readFile(path)).toEqual(before)
    expect(await readdir(dirname(path))).toEqual(['r.db'])
  },
)
