import { createWriteStream } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { rittdocBatch, shell, startRittdocBatch, tempDir } from './support/run-command.ts'

// Somebody who stops the Python system and goes on with ours, in the same folder. `MOVED_ROWS=5000` for more of them.

const ROWS = Number(process.env.MOVED_ROWS ?? 210)
const STATUSES = ['completed', 'completed', 'completed', 'pending', 'failed', 'processing', 'skipped']
const isDue = (status: string) => status === 'pending' || status === 'processing'

const SCHEMA = `CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT, publisher TEXT NOT NULL, filename TEXT NOT NULL, s3_key TEXT NOT NULL UNIQUE,
    file_size INTEGER, file_format TEXT, status TEXT NOT NULL, discovered_at TIMESTAMP, started_at TIMESTAMP,
    completed_at TIMESTAMP, error_message TEXT, retry_count INTEGER DEFAULT 0, output_path TEXT,
    UNIQUE(publisher, filename))`

/** The folder as the Python system leaves it: books, packages of those that are completed, database, configuration. */
async function pythonFolder(): Promise<string> {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'data'))
  const database = new SqliteDatabase(join(cwd, 'data/file_registry.db'))
  database.exec(SCHEMA)
  const insert = database.prepare(`INSERT INTO files (publisher, filename, s3_key, file_size, file_format, status,
    discovered_at, started_at, completed_at, error_message, retry_count, output_path) VALUES (?, ?, ?, ?, '.pdf', ?,
    '2025-01-31 13:45:10.123456', ?, ?, ?, ?, ?)`)
  for (let i = 0; i < ROWS; i++) {
    const status = STATUSES[i % STATUSES.length] ?? ''
    const publisher = `Publisher${i % 30}`
    const folder = join(cwd, 'sftp', publisher)
    const content = `%PDF-1.4 book ${i}`
    await mkdir(join(folder, 'Output XML'), { recursive: true })
    await writeFile(join(folder, `book-${i}.pdf`), content)
    const isDone = status === 'completed'
    // Every third package has a name that is not ours.
    const output = `sftp/${publisher}/Output XML/${i % 3 === 0 ? `book${i}` : `book-${i}`}.zip`
    if (isDone) await writeFile(join(cwd, output), `made by the Python system for ${i}`)
    const times = [status === 'pending' ? null : '2025-02-01 08:00:00.5', isDone ? '2025-02-01 08:10:00.123456' : null]
    const trouble = status === 'failed' ? ['Conversion failed', 3] : [null, 0]
    const what = [publisher, `book-${i}.pdf`, `sftp/${publisher}/book-${i}.pdf`, content.length, status]
    insert.run(...what, ...times, ...trouble, isDone ? output : null)
  }
  database.close()
  await writePackage(join(cwd, 'package.zip'))
  await writeFile(join(cwd, 'config.yaml'), configuration(cwd))
  return cwd
}

/** The documented configuration, with a folder in the place of the bucket and a converter that only copies. */
const configuration = (cwd: string) => `mode: automated
local: { enabled: true, root: ., input_prefix: sftp/ }
processing: { max_concurrent_jobs: 4, timeout_seconds: 3600, retry_failed: true, max_retries: 3, min_age_seconds: 0 }
scheduler: { enabled: true, interval_minutes: 60, run_on_startup: false }
registry_db: "data/file_registry.db"
converter: { type: command, command: [cp, "${join(cwd, 'package.zip')}", "{output}"] }
`

async function writePackage(path: string): Promise<void> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('<?xml version="1.0"?><book><title>New</title></book>'), 'Book.XML')
  zip.end()
  await mkdir(dirname(path), { recursive: true })
  await finished(zip.outputStream.pipe(createWriteStream(path)))
}

test('after the move only what was due is converted, and what was published stays as it is', async () => {
  const cwd = await pythonFolder()
  const count = (status: (one: string) => boolean) =>
    Array.from({ length: ROWS }, (_, i) => STATUSES[i % STATUSES.length] ?? '').filter(status).length
  const counts = 'sqlite3 data/file_registry.db "SELECT status, COUNT(*) FROM files GROUP BY status"'
  const before = (await shell(cwd, counts)).stdout
  const stats = await rittdocBatch(cwd, '--stats', '--config', 'config.yaml')
  expect(stats.stderr).toMatch(/taking over the registry of the Python system; a copy is .*\.bak-\d{8}T\d{6}Z/)
  const middle = (await shell(cwd, counts)).stdout
  await writeFile(join(cwd, 'sftp/Publisher0/new.pdf'), '%PDF-1.4 new')
  await writeFile(join(cwd, 'sftp/Publisher0/book-0.pdf'), '%PDF-1.4 book 0, second edition')
  const run = await rittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--run-once')
  expect(run.code).toBe(0)
  const database = new SqliteDatabase(join(cwd, 'data/file_registry.db'), { readonly: true })
  const one = (query: string) => database.prepare(query).pluck().get()
  const due = count(isDue) + 2
  expect(one('SELECT COUNT(*) FROM attempts')).toBe(due)
  expect(one("SELECT COUNT(*) FROM attempts WHERE outcome = 'completed'")).toBe(due)
  expect(one('SELECT COUNT(*) FROM files')).toBe(ROWS + 1)
  expect(one("SELECT COUNT(*) FROM files WHERE status = 'failed'")).toBe(count((status) => status === 'failed'))
  expect(one("SELECT COUNT(*) FROM files WHERE status = 'skipped'")).toBe(count((status) => status === 'skipped'))
  expect(one("SELECT COUNT(*) FROM files WHERE storage = ''")).toBe(0)
  database.close()
  const old = (await shell(cwd, 'grep -rl "made by the Python system" sftp | wc -l')).stdout
  expect(Number(old)).toBe(count((status) => status === 'completed') - 1) // all but the one that changed
  const packages = (await readdir(join(cwd, 'sftp'), { recursive: true })).filter((name) => name.endsWith('.zip'))
  expect(packages).toHaveLength(count((status) => status === 'completed') + count(isDue) + 1)
  const again = await rittdocBatch(cwd, 'run', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ completed: 0, scan: { unchanged: ROWS + 1 } })
  if (process.env.MOVED_ROWS) {
    const after = (await shell(cwd, counts)).stdout
    console.log(`before\n${before}\nafter the takeover\n${middle}\n${stats.stderr}${stats.stdout.split('\n\n')[0]}`)
    console.log(`${run.stdout.split('\n').slice(-3).join('\n')}\nafter the first run\n${after}\nattempts: ${due}`)
  }
}, 600_000)

test('a second command waits while another process takes the registry over, and says so', async () => {
  const cwd = await pythonFolder()
  const other = new SqliteDatabase(join(cwd, 'data/file_registry.db'))
  other.pragma('journal_mode = WAL')
  other.exec('BEGIN IMMEDIATE')
  const stats = startRittdocBatch(cwd, '--stats', '--config', 'config.yaml')
  await stats.says(/waiting for another process that takes over or upgrades the registry/)
  other.exec('COMMIT')
  other.close()
  const { code, stdout } = await stats.ended
  expect(code).toBe(0)
  expect(stdout).toMatch(/completed\s+:\s+\d/)
}, 120_000)
