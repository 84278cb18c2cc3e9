import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimOptions, facts, openRegistry, plainConnection, seen, tempDir } from './support/open-registry.ts'
import { shell } from './support/sqlite-shell.ts'
import { startBatch } from './support/start-batch.ts'

test('a row inserted by hand without a version holds nobody up and gets its names at the next scan', async () => {
  const { registry, path } = await openRegistry()
  plainConnection(path).exec(
    "INSERT INTO files (storage, publisher, filename, s3_key, status) VALUES ('file:///books','A','h.pdf','A/h.pdf','pending')",
  )
  await registry.record([seen('A/a.pdf')])
  expect(await registry.claim(claimOptions({ limit: 5 }))).toHaveLength(1)
  await registry.record([seen('A/h.pdf')])
  expect((await Array.fromAsync(registry.query({ key: 'A/h.pdf' })))[0]?.outputKey).toBe('A/Output XML/h.zip')
})

test('a row that was deleted before a scan adopted it stays known', async () => {
  const { registry, path } = await openRegistry()
  const d = plainConnection(path)
  d.exec(
    "INSERT INTO files (publisher, filename, s3_key, file_size, status) VALUES ('A','book.pdf','A/book.pdf',10,'completed')",
  )
  d.exec('DELETE FROM files')
  expect(await registry.record([seen('A/book.pdf')])).toMatchObject({ added: 0, unchanged: 1 })
})

test('a file that waits for a retry and is set to pending by hand is due at once', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  if (c) await registry.settle(c, { status: 'retry', delayMs: 3_600_000, code: 'transient', message: 'm', facts })
  execFileSync('sqlite3', [path, "UPDATE files SET status='pending'"])
  expect(await registry.claim(claimOptions())).toHaveLength(1)
})

test('a file that is set to pending by hand while it is worked on is taken away from its worker', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  execFileSync('sqlite3', [path, "UPDATE files SET status='pending'"])
  await registry.claim(claimOptions())
  expect((await registry.attempts(c?.file.id ?? 0)).map((a) => a.outcome)).toEqual(['lost', 'running'])
})

test('a pending row that is deleted by hand while a batch goes on is not converted, and stays known', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf'), seen('A/b.pdf')])
  execFileSync('sqlite3', [path, "DELETE FROM files WHERE s3_key = 'A/a.pdf'"])
  expect((await registry.claim(claimOptions({ limit: 5 }))).map(({ file }) => file.key)).toEqual(['A/b.pdf'])
  expect(await registry.record([seen('A/a.pdf')])).toMatchObject({ added: 0, unchanged: 1 })
  expect(await registry.record([seen('A/a.pdf')], { requeue: 'all' })).toMatchObject({ added: 1 })
})

test('a row that is deleted by hand while it is worked on is lost to its worker, and stays known', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [claim] = await registry.claim(claimOptions())
  if (claim === undefined) throw new Error('nothing was claimed')
  execFileSync('sqlite3', [path, "DELETE FROM files WHERE status = 'processing'"])
  expect(await registry.renew([{ claim, phase: 'publish' }])).toEqual([])
  expect(await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })).toBe(false)
  expect((await registry.statistics()).total).toMatchObject({ completed: 0, pending: 0, processing: 0 })
  expect(await registry.attempts(claim.file.id)).toEqual([])
  expect(await registry.record([seen('A/a.pdf')])).toMatchObject({ added: 0, unchanged: 1 })
  expect(await registry.record([seen('A/a.pdf', { version: 'v2' })])).toMatchObject({ added: 1 })
  const [again] = await registry.claim(claimOptions())
  expect(again?.file.id).not.toBe(claim.file.id)
  expect(await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })).toBe(false)
})

test('a completed row that is deleted by hand stays known, until a new version comes or it is asked for', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [claim] = await registry.claim(claimOptions())
  if (claim) await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
  execFileSync('sqlite3', [path, 'DELETE FROM files WHERE id = 1'])
  expect(await registry.record([seen('A/a.pdf')])).toMatchObject({ added: 0, unchanged: 1 })
  expect(await registry.record([seen('A/a.pdf', { version: 'v2' })])).toMatchObject({ added: 1 })
})

test('rows that are deleted and inserted by hand beside a batch disturb nobody, and a scan adopts what was inserted', async () => {
  const folder = await tempDir()
  const path = join(folder, 'registry.db')
  const { registry } = await openRegistry({ path })
  const stop = await startBatch('batch', folder, '150', '100')
  await shell(path, "DELETE FROM files WHERE id = (SELECT id FROM files WHERE status = 'pending' LIMIT 1)")
  await shell(path, "DELETE FROM files WHERE id = (SELECT id FROM files WHERE status = 'processing' LIMIT 1)")
  await shell(path, "DELETE FROM files WHERE id = (SELECT id FROM files WHERE status = 'completed' LIMIT 1)")
  await shell(
    path,
    "INSERT INTO files (publisher, filename, s3_key, status) VALUES ('H', 'h.pdf', 'H/h.pdf', 'pending')",
  )
  const { failed, errors } = await stop()
  expect({ failed, errors }).toEqual({ failed: 0, errors: [] })
  const database = plainConnection(path)
  expect(database.prepare('SELECT COUNT(*) FROM forgotten').pluck().get()).toBe(3)
  expect(database.prepare("SELECT status FROM files WHERE s3_key = 'H/h.pdf'").pluck().get()).toBe('pending')
  await registry.record([seen('H/h.pdf')])
  expect(await registry.claim(claimOptions({ limit: 200, storage: 'file:///books' }))).toMatchObject([
    { file: { key: 'H/h.pdf', outputKey: 'H/Output XML/h.zip' } },
  ])
}, 60_000)
