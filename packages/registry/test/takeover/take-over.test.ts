import { chmod, copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { FileRegistry, type TakeoverProgress } from '../../src/index.ts'
import { claimOptions, openRegistry, plainConnection, seen, tempDir } from '../support/open-registry.ts'
import { mixedRows, PYTHON_SCHEMA, pythonRow, writePythonDatabase } from '../support/python-database.ts'

const S3 = 's3://bucket'

/** A database of the Python system with these rows, opened as a registry. */
async function takeOver(rows: Iterable<ReturnType<typeof pythonRow>>, schema?: string) {
  const path = join(await tempDir(), 'file_registry.db')
  writePythonDatabase(path, rows, schema)
  return openRegistry({ path })
}

/** A file of the bucket as a scan sees it. */
const listed = (key: string, more: object = {}) =>
  seen(key, {
    storage: S3,
    outputStorage: S3,
    publisher: key.split('/')[1] ?? '',
    outputFolder: `${key.split('/').slice(0, 2).join('/')}/Output XML/`,
    ...more,
  })

async function backupsOf(path: string): Promise<string[]> {
  return (await readdir(dirname(path))).filter((name) => name.startsWith(`${basename(path)}.bak-`))
}

test('no row is lost, every documented value is kept, and stuck rows become due', async () => {
  const rows = [...mixedRows(700)]
  const { path } = await takeOver(rows)
  const kept = plainConnection(path).prepare('SELECT * FROM files ORDER BY id').all() as Record<string, unknown>[]
  expect(kept).toHaveLength(700)
  for (const [i, row] of rows.entries()) {
    const status = row.status === 'processing' ? 'pending' : row.status
    expect(kept[i]).toMatchObject({ ...row, status, id: i + 1 })
  }
  expect(kept.filter((row) => row.status === 'pending').every((row) => row.due_at !== null)).toBe(true)
})

test('the copy beside it is the database as it was', async () => {
  const rows = [...mixedRows(50)]
  const { path } = await takeOver(rows)
  const [backup = '', ...others] = await backupsOf(path)
  expect(others).toEqual([])
  expect(backup).toMatch(/^file_registry\.db\.bak-\d{8}T\d{6}Z$/)
  const copy = new SqliteDatabase(join(dirname(path), backup), { readonly: true })
  const old = copy.prepare('SELECT * FROM files ORDER BY id').all()
  expect(old).toEqual(rows.map((row, i) => ({ id: i + 1, ...row })))
  copy.close()
})

test('a database that was taken over is opened again without another copy', async () => {
  const { registry, path } = await takeOver(mixedRows(20))
  await registry.close()
  await openRegistry({ path })
  expect(await backupsOf(path)).toHaveLength(1)
})

test('one file name may come twice for a publisher from now on, and ids are not used again', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, [pythonRow('sftp/A/one.pdf'), pythonRow('sftp/A/two.pdf')])
  const python = new SqliteDatabase(path)
  python.exec("DELETE FROM files WHERE filename = 'two.pdf'")
  python.close()
  const { registry } = await openRegistry({ path })
  await registry.record([listed('sftp/A/sub/one.pdf')])
  const files = await Array.fromAsync(registry.query({}))
  expect(files.map(({ id, key }) => [id, key])).toEqual([
    [1, 'sftp/A/one.pdf'],
    [3, 'sftp/A/sub/one.pdf'],
  ])
})

test('the first scan adopts rows without one needless conversion', async () => {
  const { registry } = await takeOver([
    pythonRow('sftp/A/done.pdf', { status: 'completed', output_path: 'sftp/A/Output XML/done.zip' }),
    pythonRow('sftp/A/unmeasured.pdf', { status: 'completed', file_size: null }),
    pythonRow('sftp/A/grown.pdf', { status: 'completed', file_size: 5 }),
    pythonRow('sftp/A/failed.pdf', { status: 'failed', retry_count: 3, error_message: 'x' }),
    pythonRow('sftp/A/skipped.pdf', { status: 'skipped' }),
    pythonRow('sftp/A/stuck.pdf', { status: 'processing' }),
    pythonRow('sftp/A/waiting.pdf'),
  ])
  const names = ['done', 'unmeasured', 'grown', 'failed', 'skipped', 'stuck', 'waiting', 'new']
  const result = await registry.record(names.map((name) => listed(`sftp/A/${name}.pdf`)))
  expect(result).toMatchObject({ added: 1, changed: 1, unchanged: 6, conflicts: [] })
  const claims = await registry.claim(claimOptions({ storage: S3, limit: 100 }))
  const due = ['grown', 'new', 'stuck', 'waiting'].map((name) => `sftp/A/${name}.pdf`)
  expect(claims.map(({ file }) => file.key).sort()).toEqual(due)
  const [failed] = await Array.fromAsync(registry.query({ key: 'sftp/A/failed.pdf' }))
  expect(failed).toMatchObject({ status: 'failed', retryCount: 3, errorMessage: 'x', storage: S3 })
  const [unmeasured] = await Array.fromAsync(registry.query({ key: 'sftp/A/unmeasured.pdf' }))
  expect(unmeasured).toMatchObject({ status: 'completed', sizeBytes: 10 })
})

test('a package that the Python system named otherwise stays at its place, and no other file gets that name', async () => {
  const { registry } = await takeOver([
    pythonRow('sftp/A/Mein Buch.pdf', {
      status: 'completed',
      output_path: 's3://bucket/sftp/A/Output XML/MeinBuch.zip',
    }),
    pythonRow('sftp/A/sub/flat.pdf', { status: 'completed', output_path: 'sftp/A/Output XML/flat.zip' }),
    pythonRow('sftp/A/zoo.pdf', { status: 'completed', output_path: 'sftp/A/Output XML/zoo.zip' }),
  ])
  // In calls of their own, new ones first: a listing shows the lower key first, whoever was there earlier.
  for (const name of ['MeinBuch', 'flat', 'zoo']) await registry.record([listed(`sftp/A/${name}.epub`)])
  for (const key of ['Mein Buch.pdf', 'sub/flat.pdf', 'zoo.pdf']) await registry.record([listed(`sftp/A/${key}`)])
  const files = await Array.fromAsync(registry.query({}))
  expect(Object.fromEntries(files.map(({ key, outputKey }) => [key.slice(7), outputKey.slice(18)]))).toEqual({
    'Mein Buch.pdf': 'MeinBuch.zip',
    'sub/flat.pdf': 'flat.zip',
    'zoo.pdf': 'zoo.zip',
    'MeinBuch.epub': 'MeinBuch.epub.zip',
    'flat.epub': 'flat.epub.zip',
    'zoo.epub': 'zoo.epub.zip',
  })
  const paths = files.filter(({ status }) => status === 'completed').map(({ outputPath }) => outputPath)
  expect(paths).toContain('s3://bucket/sftp/A/Output XML/MeinBuch.zip')
})

test('of rows that overwrote each other one keeps the name, and all stay completed', async () => {
  const output_path = 'sftp/A/Output XML/book.zip'
  const keys = ['sftp/A/book.epub', 'sftp/A/book.epub3', 'sftp/A/book.pdf']
  const { registry } = await takeOver(keys.map((key) => pythonRow(key, { status: 'completed', output_path })))
  expect(await registry.record(keys.map((key) => listed(key)))).toMatchObject({ unchanged: 3 })
  const outputs = (await Array.fromAsync(registry.query({}))).map(({ outputKey }) => outputKey)
  expect(new Set(outputs).size).toBe(3)
  expect(outputs[0]).toBe(output_path)
})

test.each(['/data/Output/Acme/a.zip', 'Output/Acme/a.zip'])(
  'absolute paths belong to the local file system, with their package at %s',
  async (output_path) => {
    const { registry } = await takeOver([
      pythonRow('/data/a.pdf', { publisher: 'Acme', status: 'completed', output_path }),
    ])
    const [before] = await Array.fromAsync(registry.query({}))
    expect(before).toMatchObject({ storage: 'file:///', status: 'completed' })
    const named = {
      storage: 'file:///',
      publisher: 'Acme',
      outputStorage: 'file:///data/Output',
      outputFolder: 'Acme/',
    }
    expect(await registry.record([seen('/data/a.pdf', named)], { requeue: 'failed' })).toMatchObject({ unchanged: 1 })
    const [after] = await Array.fromAsync(registry.query({}))
    expect(after).toMatchObject({ status: 'completed', outputKey: 'Acme/a.zip', version: 'v1' })
  },
)

test('columns, tables and views that somebody added are kept', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, mixedRows(14))
  const python = new SqliteDatabase(path)
  python.exec(`ALTER TABLE files ADD COLUMN "the note" TEXT; UPDATE files SET "the note" = 'n' || id;
    CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine');
    CREATE VIEW done AS SELECT filename FROM files WHERE status = 'completed'`)
  python.close()
  await openRegistry({ path })
  const database = plainConnection(path)
  expect(database.prepare('SELECT "the note" FROM files WHERE id = 7').pluck().get()).toBe('n7')
  expect(database.prepare('SELECT text FROM notes').pluck().get()).toBe('mine')
  expect(database.prepare('SELECT COUNT(*) FROM done').pluck().get()).toBe(6)
})

test('a table of somebody that refers to files goes on doing so', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, mixedRows(14))
  const python = new SqliteDatabase(path)
  python.exec('CREATE TABLE notes (file INTEGER REFERENCES files(id), text TEXT); INSERT INTO notes VALUES (3, 1)')
  python.close()
  await openRegistry({ path })
  const database = plainConnection(path)
  expect(database.prepare("SELECT sql FROM sqlite_master WHERE name = 'notes'").pluck().get()).toMatch(
    /REFERENCES files/,
  )
  expect(database.pragma('foreign_key_check')).toEqual([])
  database.pragma('foreign_keys = ON')
  expect(() => database.exec('INSERT INTO notes VALUES (99, 1)')).toThrow(/FOREIGN KEY/)
})

test.each([
  ['CREATE TABLE runs (id)', /table "runs"/],
  ['ALTER TABLE files ADD COLUMN version TEXT', /column "version" of files/],
])('%s by somebody is told with what to do, and no copy is left', async (statement, message) => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, mixedRows(7))
  const python = new SqliteDatabase(path)
  python.exec(statement)
  python.close()
  const failed = new FileRegistry({ path }).open()
  await expect(failed).rejects.toMatchObject({ code: 'unsupported', message: expect.stringMatching(message) })
  expect(await backupsOf(path)).toEqual([])
})

test('the copy may be read by nobody who may not read the database', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, mixedRows(7))
  await chmod(path, 0o600)
  await openRegistry({ path })
  const [backup = ''] = await backupsOf(path)
  expect((await stat(join(dirname(path), backup))).mode & 0o777).toBe(0o600)
})

test('the schema of the documentation, without AUTOINCREMENT and with the write-ahead log on, is taken over too', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, mixedRows(70), PYTHON_SCHEMA.replace('AUTOINCREMENT', '').replace(/,\s*UNIQUE\(.*\)/, ''))
  const python = new SqliteDatabase(path)
  python.pragma('journal_mode = WAL')
  python.exec("UPDATE files SET error_message = 'in the log' WHERE id = 1")
  const { registry } = await openRegistry({ path })
  python.close()
  const files = await Array.fromAsync(registry.query({}))
  expect(files).toHaveLength(70)
  expect(files[0]?.errorMessage).toBe('in the log')
})

test('rows with ids that nobody expects are taken over, and so is a table without rows', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, [pythonRow('sftp/A/one.pdf'), pythonRow('sftp/A/two.pdf')])
  const python = new SqliteDatabase(path)
  python.exec('UPDATE files SET id = -5 WHERE id = 1; UPDATE files SET id = 1000000 WHERE id = 2')
  python.close()
  const { registry } = await openRegistry({ path })
  expect((await Array.fromAsync(registry.query({}))).map(({ id }) => id)).toEqual([-5, 1_000_000])
  const { registry: empty } = await takeOver([])
  expect(await Array.fromAsync(empty.query({}))).toEqual([])
})

test('progress is told from the beginning to the end', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, mixedRows(45_000))
  const told: TakeoverProgress[] = []
  await openRegistry({ path, onTakeover: (progress) => told.push(progress) })
  expect(told.map(({ done, total }) => [done, total])).toEqual([
    [0, 45_000],
    [20_000, 45_000],
    [40_000, 45_000],
    [45_000, 45_000],
  ])
  expect(basename(told[0]?.backup ?? '')).toBe((await backupsOf(path))[0])
})

test("another program's table files is refused and left as it was", async () => {
  const path = join(await tempDir(), 'r.db')
  const other = new SqliteDatabase(path)
  other.exec('CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT)')
  other.close()
  const before = await readFile(path)
  await expect(new FileRegistry({ path }).open()).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/made by another program \(it has no publisher, filename, s3_key, status\)/),
  })
  expect(await readFile(path)).toEqual(before)
})

test('rows that cannot be told apart are refused with what to do, and the database is as it was', async () => {
  const schema = PYTHON_SCHEMA.replace('s3_key TEXT NOT NULL UNIQUE', 's3_key TEXT NOT NULL')
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, [pythonRow('a/1.pdf'), pythonRow('a/1.pdf', { filename: 'other.pdf' })], schema)
  await expect(new FileRegistry({ path }).open()).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/two rows of one key/),
  })
  expect(plainConnection(path).prepare('SELECT COUNT(*) FROM files').pluck().get()).toBe(2)
  expect(await backupsOf(path)).toEqual([])
  expect(
    plainConnection(path).prepare("SELECT COUNT(*) FROM sqlite_master WHERE name = 'attempts'").pluck().get(),
  ).toBe(0)
})

test('a database that another program is writing to is told as locked, and left alone', async () => {
  const path = join(await tempDir(), 'r.db')
  writePythonDatabase(path, mixedRows(7))
  const python = plainConnection(path)
  python.exec("BEGIN EXCLUSIVE; UPDATE files SET status = 'failed' WHERE id = 1")
  await expect(new FileRegistry({ path, busyTimeoutMs: 50 }).open()).rejects.toMatchObject({ code: 'locked' })
  python.exec('ROLLBACK')
  expect(python.prepare('SELECT COUNT(*) FROM files').pluck().get()).toBe(7)
  expect(await backupsOf(path)).toEqual([])
})

test('an empty file is a new registry, a file of something else is told and kept', async () => {
  const folder = await tempDir()
  await writeFile(join(folder, 'empty.db'), '')
  await openRegistry({ path: join(folder, 'empty.db') })
  const path = join(folder, 'letter.db')
  await writeFile(path, 'Dear Sir or Madam,\n'.repeat(100))
  await copyFile(path, join(folder, 'same'))
  await expect(new FileRegistry({ path }).open()).rejects.toMatchObject({ code: 'corrupt' })
  expect(await readFile(path)).toEqual(await readFile(join(folder, 'same')))
})
