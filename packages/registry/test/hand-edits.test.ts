import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { claimOptions, facts, openRegistry, plainConnection, seen } from './support/open-registry.ts'

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
