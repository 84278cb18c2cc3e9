import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FileRegistry } from '../../src/index.ts'
import { openRegistry, plainConnection, tempDir } from '../support/open-registry.ts'
import { mixedRows, writePythonDatabase } from '../support/python-database.ts'

/** A database of the Python system, with the write-ahead log on, as a takeover that has begun leaves it. */
async function pythonDatabase(): Promise<{ folder: string; path: string }> {
  const folder = await tempDir()
  const path = join(folder, 'r.db')
  writePythonDatabase(path, mixedRows(70))
  plainConnection(path).pragma('journal_mode = WAL')
  return { folder, path }
}

test('an opening waits for the takeover of another process longer than for other locks, says so once, and goes on', async () => {
  const { folder, path } = await pythonDatabase()
  const first = spawn('sqlite3', [path], { stdio: ['pipe', 'pipe', 'inherit'] })
  first.stdin.write("BEGIN IMMEDIATE; SELECT 'held';\n")
  await once(first.stdout, 'data')
  let told = 0
  const { promise: isTold, resolve: tell } = Promise.withResolvers<void>()
  const onWait = () => {
    told++
    tell()
  }
  const opened = openRegistry({ path, busyTimeoutMs: 100, onWait })
  await isTold
  first.stdin.end('ROLLBACK;\n')
  const { registry } = await opened
  expect((await registry.statistics()).total.completed).toBe(30)
  expect(told).toBe(1)
  expect((await readdir(folder)).filter((name) => name.includes('.bak-'))).toHaveLength(1)
})

test('an opening that has waited long enough tells what may be going on, and leaves the database as it is', async () => {
  const { folder, path } = await pythonDatabase()
  const other = plainConnection(path)
  other.exec('BEGIN IMMEDIATE')
  await expect(new FileRegistry({ path, migrationTimeoutMs: 100 }).open()).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringMatching(/another process is still taking it over/),
  })
  other.exec('ROLLBACK')
  expect(other.prepare('SELECT COUNT(*) FROM files').pluck().get()).toBe(70)
  expect((await readdir(folder)).filter((name) => name.includes('.bak-'))).toEqual([])
})

test('after the wait for a takeover other locks are waited for as before', async () => {
  const { path } = await pythonDatabase()
  const { registry } = await openRegistry({ path, busyTimeoutMs: 50 })
  plainConnection(path).exec('BEGIN IMMEDIATE')
  const began = performance.now()
  await expect(registry.pausePublisher('A')).rejects.toMatchObject({ code: 'locked' })
  expect(performance.now() - began).toBeGreaterThanOrEqual(40)
})
