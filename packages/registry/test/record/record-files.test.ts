import { expect, test } from 'vitest'
import { claimOptions, facts, openRegistry, plainConnection, seen } from '../support/open-registry.ts'

const done = { status: 'completed' as const, outputPath: '/x', facts }

test('a file that is named under another publisher with a new version moves and takes the version', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  await registry.record([seen('A/a.pdf', { publisher: 'B', outputFolder: 'B/', version: 'v2' })], { requeue: 'failed' })
  const [f] = await Array.fromAsync(registry.query({}))
  expect([f?.publisher, f?.outputKey, f?.version]).toEqual(['B', 'B/a.zip', 'v2'])
})

test('a row that is adopted keeps its first choice of name against a new file with a lower key', async () => {
  const { registry, path } = await openRegistry()
  plainConnection(path).exec(
    "INSERT INTO files (publisher, filename, s3_key, file_size, status) VALUES ('A','book.pdf','A/book.pdf',10,'completed')",
  )
  await registry.record([seen('A/book.epub'), seen('A/book.pdf')])
  expect((await Array.fromAsync(registry.query({ key: 'A/book.pdf' })))[0]?.outputKey).toBe('A/Output XML/book.zip')
})

test('a file that is made due again goes on counting its attempts', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  if (c) await registry.settle(c, done)
  await registry.record([seen('A/a.pdf')], { requeue: 'all' })
  expect((await registry.claim(claimOptions()))[0]?.attempt).toBe(2)
})

test('files that may still be uploading come back in the order of the input', async () => {
  const { registry } = await openRegistry()
  const r = await registry.record([seen('A/b.pdf'), seen('A/a.pdf')], { settleMs: 1000 })
  expect(r.settling.map((f) => f.key)).toEqual(['A/b.pdf', 'A/a.pdf'])
})
