import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { tempDir } from '../support/open-registry.ts'
import { mixedRows, writePythonDatabase } from '../support/python-database.ts'

const ROWS = 60_000
const OPENING = fileURLToPath(new URL('../support/opening-process.ts', import.meta.url))

/** Opens a registry in a process of its own. */
function startOpening(path: string, ...more: string[]) {
  const child = spawn(process.execPath, ['--conditions=source', OPENING, path, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  const ended = new Promise<{ signal: NodeJS.Signals | null; stdout: string }>((resolve) =>
    child.on('close', (_, signal) => resolve({ signal, stdout })),
  )
  return { ended }
}

async function pythonDatabase(): Promise<{ folder: string; path: string }> {
  const folder = await tempDir()
  const path = join(folder, 'r.db')
  writePythonDatabase(path, mixedRows(ROWS))
  return { folder, path }
}

/** The database as the Python system would find it. */
function expectUntouched(path: string): void {
  const database = new SqliteDatabase(path)
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.prepare('SELECT COUNT(*), COUNT(DISTINCT s3_key) FROM files').raw().get()).toEqual([ROWS, ROWS])
  expect(database.prepare("SELECT COUNT(*) FROM files WHERE status = 'processing'").pluck().get()).toBeGreaterThan(0)
  expect(database.prepare("SELECT group_concat(name) FROM sqlite_master WHERE type = 'table'").pluck().get()).toBe(
    'files,sqlite_sequence',
  )
  database.close()
}

async function expectTakenOver(path: string): Promise<void> {
  const { signal, stdout } = await startOpening(path).ended
  expect(signal).toBe(null)
  const counts = Object.values(JSON.parse(stdout) as Record<string, number>)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ROWS)
}

test.each([20_000, ROWS])(
  'killed when %i rows were taken over, it leaves the database as it was, and the next opening does it',
  async (rows) => {
    const { path } = await pythonDatabase()
    expect((await startOpening(path, String(rows)).ended).signal).toBe('SIGKILL')
    expectUntouched(path)
    await expectTakenOver(path)
  },
)

test('killed before the copy is in its place, it leaves the database as it was and no copy that is not whole', async () => {
  const { folder, path } = await pythonDatabase()
  expect((await startOpening(path, 'copy').ended).signal).toBe('SIGKILL')
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toHaveLength(1)
  expectUntouched(path)
  expect((await readdir(folder)).filter((name) => /\.bak-[^.]*$/.test(name))).toEqual([])
  await expectTakenOver(path)
  expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([])
})

test('of several processes that open it at once one takes it over, and all work with the result', async () => {
  const { folder, path } = await pythonDatabase()
  await Promise.all([1, 2, 3].map(() => expectTakenOver(path)))
  expect((await readdir(folder)).filter((name) => name.includes('.bak-'))).toHaveLength(1)
})
