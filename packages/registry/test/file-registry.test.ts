import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { FileRegistry } from '../src/index.ts'
import {
  claimOptions,
  facts,
  HandClock,
  openRegistry,
  plainConnection,
  seen,
  tempDir,
} from './support/open-registry.ts'

const WORKER = fileURLToPath(new URL('./support/claiming-process.ts', import.meta.url))
const forkOptions = { execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'] }

test('the documented columns are there, and times are UTC text', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const row = plainConnection(path).prepare('SELECT * FROM files').get() as Record<string, unknown>
  const documented = [
    'id',
    'publisher',
    'filename',
    's3_key',
    'file_size',
    'file_format',
    'status',
    'discovered_at',
    'started_at',
    'completed_at',
    'error_message',
    'retry_count',
    'output_path',
  ]
  expect(Object.keys(row)).toEqual(expect.arrayContaining(documented))
  expect(row).toMatchObject({
    s3_key: 'A/a.pdf',
    status: 'pending',
    retry_count: 0,
    discovered_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
  })
})

test('a row deleted by the documented clean-up is not converted again, and keeps its output name', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/book.epub'), seen('A/book.pdf')])
  for (const claim of await registry.claim(claimOptions({ limit: 2 })))
    await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
  execFileSync('sqlite3', [
    path,
    "UPDATE files SET completed_at='2020-01-01 00:00:00'; DELETE FROM files WHERE status='completed' AND completed_at < datetime('now', '-90 days')",
  ])
  expect(await registry.record([seen('A/book.epub'), seen('A/book.pdf')])).toMatchObject({ added: 0, unchanged: 2 })
  await registry.record([seen('A/book.pdf', { version: 'v2' }), seen('A/book.docx')])
  const files = await Array.fromAsync(registry.query({}))
  expect(files.map(({ key, outputKey }) => [key, outputKey])).toEqual([
    ['A/book.docx', 'A/Output XML/book.docx.zip'],
    ['A/book.pdf', 'A/Output XML/book.pdf.zip'],
  ])
})

test('a row set to pending by hand is due at once', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [claim] = await registry.claim(claimOptions())
  if (claim) await registry.settle(claim, { status: 'failed', code: 'input', message: 'bad', facts })
  expect(await registry.claim(claimOptions())).toEqual([])
  execFileSync('sqlite3', [path, "UPDATE files SET status='pending' WHERE status='failed'"])
  expect(await registry.claim(claimOptions())).toHaveLength(1)
})

test('a row inserted by hand, with the documented columns alone, is valid', async () => {
  const { registry, path } = await openRegistry()
  execFileSync('sqlite3', [
    path,
    "INSERT INTO files (publisher, filename, s3_key, status) VALUES ('A', 'a.pdf', 'A/a.pdf', 'pending')",
  ])
  expect(await registry.record([seen('A/a.pdf')])).toMatchObject({ added: 0 })
  expect(await registry.claim(claimOptions())).toHaveLength(1)
})

test('rows without a storage are adopted: the same size keeps its status, another one is pending', async () => {
  const { registry, path } = await openRegistry()
  const insert = plainConnection(path).prepare(
    "INSERT INTO files (publisher, filename, s3_key, file_size, status, output_path) VALUES ('A', ?, ?, ?, 'completed', 'A/Output XML/x.zip')",
  )
  insert.run('same.pdf', 'A/same.pdf', 10)
  insert.run('other.pdf', 'A/other.pdf', 99)
  expect(await registry.record([seen('A/same.pdf'), seen('A/other.pdf')])).toMatchObject({
    added: 0,
    changed: 1,
    unchanged: 1,
  })
  const files = await Array.fromAsync(registry.query({ storage: 'file:///books' }))
  expect(files.map(({ filename, status, version }) => [filename, status, version])).toEqual([
    ['same.pdf', 'completed', 'v1'],
    ['other.pdf', 'pending', 'v1'],
  ])
  expect(await registry.record([seen('A/same.pdf'), seen('A/other.pdf')])).toMatchObject({ unchanged: 2 })
})

test('an hour more or less on the wall clock neither ends nor prolongs a lease', async () => {
  const clock = new HandClock()
  const { registry } = await openRegistry({ clock, leaseMs: 60_000 })
  await registry.record([seen('A/a.pdf')])
  const alive = claimOptions({ owner: 'elsewhere/boot/ns/1/1/x' })
  await registry.claim(alive)
  clock.wallMs += 3_600_000
  expect(await registry.claim(alive)).toEqual([])
  clock.wallMs -= 7_200_000
  clock.monotonic += 59_999
  expect(await registry.claim(alive)).toEqual([])
  clock.monotonic += 2
  clock.wallMs += 7_200_000
  expect(await registry.claim(alive)).toMatchObject([{ attempt: 2, recovered: true }])
})

test('after a restart of the host every lease is over', async () => {
  const clock = new HandClock()
  const { registry } = await openRegistry({ clock })
  await registry.record([seen('A/a.pdf')])
  const options = claimOptions({ owner: 'elsewhere/boot/ns/1/1/x' })
  await registry.claim(options)
  clock.bootId = 'boot-2'
  clock.monotonic = 5
  expect(await registry.claim(options)).toHaveLength(1)
})

test('work of a killed process is due at once, in no more than one claim', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const child = fork(WORKER, [path, 'hold'], forkOptions)
  await once(child, 'message')
  expect(await registry.claim(claimOptions())).toEqual([])
  child.kill('SIGKILL')
  await once(child, 'exit')
  await registry.close()
  await registry.open()
  const [claim] = await registry.claim(claimOptions())
  expect(claim).toMatchObject({ attempt: 2, recovered: true, file: { retryCount: 1 } })
  expect((await registry.attempts(claim?.file.id ?? 0)).map(({ outcome }) => outcome)).toEqual(['lost', 'running'])
})

test('several processes that start at once and claim side by side take every file once', async () => {
  const path = join(await tempDir(), 'registry.db')
  const registry = new FileRegistry({ path })
  const children = Array.from({ length: 3 }, () => fork(WORKER, [path, 'work'], forkOptions))
  const reports = children.map((child) => once(child, 'message') as Promise<[{ taken: number[] }]>)
  await registry.open()
  await registry.record(Array.from({ length: 300 }, (_, i) => seen(`P${i % 7}/book-${i}.pdf`)))
  for (const child of children) child.send('go')
  const taken = (await Promise.all(reports)).flatMap(([{ taken }]) => taken)
  await registry.close()
  expect(taken.length).toBe(300)
  expect(new Set(taken).size).toBe(300)
}, 60_000)

test('removing the file, with or without its companions, gives an empty registry', async () => {
  const { registry, path } = await openRegistry()
  for (const files of [[path], [path, `${path}-wal`, `${path}-shm`]]) {
    await registry.record([seen('A/a.pdf')])
    await registry.close()
    for (const file of files) await rm(file, { force: true })
    await registry.open()
    expect((await registry.statistics()).total.pending).toBe(0)
  }
})

test('a damaged file is told and left as it is', async () => {
  const path = join(await tempDir(), 'registry.db')
  await writeFile(path, 'this is no database, but it is somebody’s')
  await expect(new FileRegistry({ path }).open()).rejects.toMatchObject({
    name: 'RegistryError',
    code: 'corrupt',
    message: expect.stringContaining(path),
  })
  expect(await readFile(path, 'utf8')).toBe('this is no database, but it is somebody’s')
})

test('a registry of a newer version is refused', async () => {
  const { registry, path } = await openRegistry()
  await registry.close()
  plainConnection(path).exec(
    "INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-from-the-future', '2030-01-01')",
  )
  await expect(new FileRegistry({ path }).open()).rejects.toMatchObject({ code: 'newer_schema' })
})

test('a place that cannot be opened is told with its path', async () => {
  const folder = await tempDir()
  await mkdir(join(folder, 'registry.db'))
  await expect(new FileRegistry({ path: join(folder, 'registry.db') }).open()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('registry.db'),
  })
})

test('a lock that another program holds is told after the wait', async () => {
  const { path } = await openRegistry()
  const other = plainConnection(path)
  other.exec('BEGIN IMMEDIATE')
  const { registry } = await openRegistry({ path, busyTimeoutMs: 50 })
  await expect(registry.record([seen('A/a.pdf')])).rejects.toMatchObject({ code: 'locked' })
  other.exec('COMMIT')
  expect(await registry.record([seen('A/a.pdf')])).toMatchObject({ added: 1 })
})

test('a closed registry says so', async () => {
  const { registry } = await openRegistry()
  await registry.close()
  await expect(registry.statistics()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('not open'),
  })
})

test('a version seen while another is being worked on becomes pending when that is settled', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [claim] = await registry.claim(claimOptions())
  expect(await registry.record([seen('A/a.pdf', { version: 'v2', sizeBytes: 20 })])).toMatchObject({ changed: 1 })
  expect(await registry.record([seen('A/a.pdf', { version: 'v2', sizeBytes: 20 })])).toMatchObject({ unchanged: 1 })
  if (claim) await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
  expect(await registry.claim(claimOptions())).toMatchObject([{ attempt: 1, file: { version: 'v2', sizeBytes: 20 } }])
})
