import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimOptions, openRegistry, plainConnection, seen, tempDir } from '../support/open-registry.ts'
import { type PythonRow, pythonRow, writePythonDatabase } from '../support/python-database.ts'
import { CLEAN_UP, shell } from '../support/sqlite-shell.ts'

const S3 = 's3://bucket'

async function takeOver(rows: readonly PythonRow[]) {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, rows)
  return openRegistry({ path })
}

/** A file of the bucket as a scan sees it. */
const listed = (key: string, more: object = {}) =>
  seen(key, { storage: S3, outputStorage: S3, publisher: 'A', outputFolder: 'sftp/A/Output XML/', ...more })

test('times as ISO writers make them are kept, are read as UTC, and the clean-up understands them', async () => {
  const times = ['2025-01-31T13:45:10', '2025-01-31T13:45:10.123456', '2025-01-31T13:45:10Z', '2025-01-31 13:45:10']
  const rows = times.map((completed_at, i) =>
    pythonRow(`sftp/A/${i}.pdf`, { status: 'completed', completed_at, discovered_at: completed_at }),
  )
  const { registry, path } = await takeOver(rows)
  const kept = plainConnection(path).prepare('SELECT completed_at FROM files ORDER BY id').pluck().all()
  expect(kept).toEqual(times)
  for await (const file of registry.query({})) {
    expect(file.completedAt?.toISOString()).toMatch(/^2025-01-31T13:45:10\.(000|123)Z$/)
  }
  await shell(path, CLEAN_UP)
  expect((await registry.statistics()).total.completed).toBe(0)
  expect(await registry.record(rows.map(({ s3_key }) => listed(s3_key)))).toMatchObject({ added: 0, unchanged: 4 })
})

test('the clean-up keeps what was completed within 90 days, however the time was written', async () => {
  const recent = new Date(Date.now() - 80 * 86_400_000).toISOString()
  const forms = [recent, recent.slice(0, 19), recent.slice(0, 19).replace('T', ' ')]
  const { registry, path } = await takeOver(
    forms.map((completed_at, i) => pythonRow(`sftp/A/${i}.pdf`, { status: 'completed', completed_at })),
  )
  await shell(path, CLEAN_UP)
  expect((await registry.statistics()).total.completed).toBe(3)
})

test.each(['pending', 'processing', 'completed', 'failed', 'skipped'])(
  'a row that is %s and has no value in any column that may be empty is taken over, read, adopted and worked on',
  async (status) => {
    const nothing = { file_size: null, file_format: null, discovered_at: null, started_at: null, completed_at: null }
    const row = pythonRow('sftp/A/a.pdf', { status, ...nothing, error_message: null, retry_count: null })
    const { registry, path } = await takeOver([row])
    const stands = status === 'processing' ? 'pending' : status
    const [file] = await Array.fromAsync(registry.query({}))
    expect(file).toMatchObject({ status: stands, sizeBytes: 0, retryCount: 0, outputPath: undefined })
    await shell(path, CLEAN_UP) // what was never completed is not old
    expect(await registry.record([listed('sftp/A/a.pdf')])).toMatchObject({ added: 0, changed: 0, unchanged: 1 })
    const claims = await registry.claim(claimOptions({ storage: S3 }))
    expect(claims).toHaveLength(stands === 'pending' ? 1 : 0)
  },
)

test('names that differ in case only are two books with two packages, whoever published first', async () => {
  const done = { status: 'completed', publisher: 'A' }
  const { registry } = await takeOver([
    pythonRow('sftp/A/Book.pdf', { ...done, output_path: 'sftp/A/Output XML/Book.zip' }),
    pythonRow('sftp/A/book.pdf', { ...done, output_path: 'sftp/A/Output XML/book.zip' }),
  ])
  const keys = ['sftp/A/Book.pdf', 'sftp/A/book.pdf', 'sftp/A/BOOK.pdf']
  expect(await registry.record(keys.map((key) => listed(key)))).toMatchObject({ added: 1, changed: 0, unchanged: 2 })
  const files = await Array.fromAsync(registry.query({}))
  expect(files.map(({ key, status }) => [key, status])).toEqual([
    ['sftp/A/Book.pdf', 'completed'],
    ['sftp/A/book.pdf', 'completed'],
    ['sftp/A/BOOK.pdf', 'pending'],
  ])
  expect(new Set(files.map(({ outputKey }) => outputKey.toLowerCase())).size).toBe(3)
  expect(files[0]?.outputKey).toBe('sftp/A/Output XML/Book.zip')
})
