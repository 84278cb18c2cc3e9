import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openRegistry, seen, tempDir } from './support/open-registry.ts'
import { pythonRow, writePythonDatabase } from './support/python-database.ts'

// Every statement of the documentation, through the sqlite3 shell, while a batch works on the same database. The shell is
// told to wait for locks: by itself it gives up at once when it meets a write.

const CLEAN_UP = `DELETE FROM files WHERE status='completed'
     AND completed_at < datetime('now', '-90 days')`

const listed = (key: string, more: object = {}) =>
  seen(key, { storage: 's3://bucket', outputStorage: 's3://bucket', ...more })

/** Starts a batch on the database. @returns a function that ends it and tells how it fared */
async function startBatch(path: string): Promise<() => Promise<{ settled: number; errors: string[] }>> {
  const child = fork(fileURLToPath(new URL('./support/busy-process.ts', import.meta.url)), [path], {
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')
  return async () => {
    child.send('stop')
    const [report] = await once(child, 'message')
    await once(child, 'exit')
    return report as { settled: number; errors: string[] }
  }
}

/** Runs a statement in the sqlite3 shell, which waits for locks as `.timeout` says. */
function shell(path: string, statement: string): string {
  return execFileSync('sqlite3', ['-cmd', '.timeout 5000', path, statement], { encoding: 'utf8' }).trim()
}

test('the documented queries give what they say, while a batch goes on', async () => {
  const { registry, path } = await openRegistry()
  await registry.record(Array.from({ length: 200 }, (_, i) => listed(`A/${i}.pdf`)))
  await registry.record([listed('B/bad.pdf')])
  const [claim] = await registry.claim({
    owner: 'x',
    limit: 1,
    storage: 's3://bucket',
    converter: 'c',
    maxRetries: 3,
    ids: (await Array.fromAsync(registry.query({ publisher: 'B' }))).map(({ id }) => id),
  })
  const facts = { phase: 'convert' as const, durationMs: 1 }
  if (claim)
    await registry.settle(claim, { status: 'retry', delayMs: 3_600_000, code: 'transient', message: 'no', facts })
  const stop = await startBatch(path)
  const retried = shell(path, 'SELECT * FROM files WHERE retry_count > 0;')
  expect(retried.split('\n')).toHaveLength(1)
  expect(retried).toMatch(/^\d+\|B\|bad\.pdf\|B\/bad\.pdf\|10\|\.pdf\|pending\|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\|/)
  const failed = "SELECT * FROM files WHERE status = 'failed';"
  expect(shell(path, failed)).toBe('')
  shell(path, "UPDATE files SET status = 'failed' WHERE publisher = 'B'")
  expect(shell(path, failed)).toContain('B/bad.pdf')
  const counts = shell(path, 'SELECT publisher, status, COUNT(*) FROM files GROUP BY publisher, status;')
  expect(counts).toMatch(/B\|failed\|1$/)
  const sum = counts.split('\n').reduce((total, line) => total + Number(line.split('|').at(-1)), 0)
  expect(sum).toBe(201)
  expect((await stop()).errors).toEqual([])
})

test('the documented clean-up, run while a batch goes on, removes old rows and makes nothing due again', async () => {
  const path = join(await tempDir(), 'r.db')
  const rows = Array.from({ length: 60 }, (_, i) =>
    pythonRow(`A/${i}.pdf`, {
      publisher: 'A',
      status: 'completed',
      completed_at: i < 40 ? '2025-01-31 13:45:10.123456' : new Date().toISOString().replace('T', ' ').slice(0, 23),
      output_path: `A/Output XML/${i}.zip`,
    }),
  )
  writePythonDatabase(path, rows)
  const { registry } = await openRegistry({ path })
  const keys = rows.map(({ s3_key }) => s3_key)
  await registry.record(keys.slice(0, 20).map((key) => listed(key))) // some adopted, some not yet
  await registry.record(Array.from({ length: 100 }, (_, i) => listed(`B/${i}.pdf`)))
  const stop = await startBatch(path)
  shell(path, CLEAN_UP)
  expect(shell(path, "SELECT COUNT(*) FROM files WHERE publisher = 'A'")).toBe('20')
  expect(await registry.record(keys.map((key) => listed(key)))).toMatchObject({ added: 0, changed: 0, unchanged: 60 })
  const again = await registry.record([listed('A/0.pdf', { version: 'v2', sizeBytes: 11 }), listed('A/30.pdf')])
  expect(again).toMatchObject({ added: 1, unchanged: 1 })
  const [file] = await Array.fromAsync(registry.query({ key: 'A/0.pdf' }))
  expect(file).toMatchObject({ outputKey: 'A/Output XML/0.zip' })
  const { errors } = await stop()
  expect(errors).toEqual([])
})

test('a file that is new does not get the output name of one that was cleaned away', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([listed('A/book.pdf')])
  shell(path, "UPDATE files SET status = 'completed', completed_at = '2020-01-01 00:00:00.000000'")
  shell(path, CLEAN_UP)
  await registry.record([listed('A/book.epub')])
  const files = await Array.fromAsync(registry.query({}))
  expect(files.map(({ outputKey }) => outputKey)).toEqual(['A/Output XML/book.epub.zip'])
})
