import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  claimOptions,
  facts,
  HandClock,
  openRegistry,
  plainConnection,
  seen,
  tempDir,
} from './support/open-registry.ts'

const done = { status: 'completed' as const, outputPath: '/x', facts }
test('fair: sleeper not starved by newcomer', async () => {
  const { registry } = await openRegistry()
  const next = async () => {
    const [c] = await registry.claim(claimOptions())
    if (c) await registry.settle(c, done)
    return c?.file.publisher
  }
  await registry.record(Array.from({ length: 50 }, (_, i) => seen(`Old/book-${i}.pdf`)))
  for (let i = 0; i < 50; i++) await next()
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`New/book-${i}.pdf`)))
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`Old/more-${i}.pdf`)))
  const t: unknown[] = []
  for (let i = 0; i < 10; i++) t.push(await next())
  expect(t.filter((p) => p === 'Old').length).toBeGreaterThanOrEqual(4)
})
test('fair: paused publisher does not hold level down', async () => {
  const { registry } = await openRegistry()
  const next = async () => {
    const [c] = await registry.claim(claimOptions())
    if (c) await registry.settle(c, done)
    return c?.file.publisher
  }
  await registry.record([seen('Paused/a.pdf')])
  await registry.pausePublisher('Paused')
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`Old/book-${i}.pdf`)))
  for (let i = 0; i < 50; i++) await next()
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`New/book-${i}.pdf`)))
  const t: unknown[] = []
  for (let i = 0; i < 10; i++) t.push(await next())
  expect(t.filter((p) => p === 'Old').length).toBeGreaterThanOrEqual(4)
})
test('fair: waiting retry does not hold level down', async () => {
  const { registry } = await openRegistry()
  const next = async () => {
    const [c] = await registry.claim(claimOptions())
    if (c) await registry.settle(c, done)
    return c?.file.publisher
  }
  await registry.record([seen('Wait/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  if (c) await registry.settle(c, { status: 'retry', delayMs: 3_600_000, code: 'transient', message: 'm', facts })
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`Old/book-${i}.pdf`)))
  for (let i = 0; i < 50; i++) await next()
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`New/book-${i}.pdf`)))
  const t: unknown[] = []
  for (let i = 0; i < 10; i++) t.push(await next())
  expect(t.filter((p) => p === 'Old').length).toBeGreaterThanOrEqual(4)
})
test('move with a new version', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  await registry.record([seen('A/a.pdf', { publisher: 'B', outputFolder: 'B/', version: 'v2' })], { requeue: 'failed' })
  const [f] = await Array.fromAsync(registry.query({}))
  expect([f?.publisher, f?.outputKey, f?.version]).toEqual(['B', 'B/a.zip', 'v2'])
})
test('hand row with a storage and no version does not block claims', async () => {
  const { registry, path } = await openRegistry()
  plainConnection(path).exec(
    "INSERT INTO files (storage, publisher, filename, s3_key, status) VALUES ('file:///books','A','h.pdf','A/h.pdf','pending')",
  )
  await registry.record([seen('A/a.pdf')])
  expect(await registry.claim(claimOptions({ limit: 5 }))).toHaveLength(1)
  await registry.record([seen('A/h.pdf')])
  expect((await Array.fromAsync(registry.query({ key: 'A/h.pdf' })))[0]?.outputKey).toBe('A/Output XML/h.zip')
})
test('adopted row keeps first choice over a new lower key in the same call', async () => {
  const { registry, path } = await openRegistry()
  plainConnection(path).exec(
    "INSERT INTO files (publisher, filename, s3_key, file_size, status) VALUES ('A','book.pdf','A/book.pdf',10,'completed')",
  )
  await registry.record([seen('A/book.epub'), seen('A/book.pdf')])
  expect((await Array.fromAsync(registry.query({ key: 'A/book.pdf' })))[0]?.outputKey).toBe('A/Output XML/book.zip')
})
test('unadopted rows deleted stay known', async () => {
  const { registry, path } = await openRegistry()
  const d = plainConnection(path)
  d.exec(
    "INSERT INTO files (publisher, filename, s3_key, file_size, status) VALUES ('A','book.pdf','A/book.pdf',10,'completed')",
  )
  d.exec('DELETE FROM files')
  expect(await registry.record([seen('A/book.pdf')])).toMatchObject({ added: 0, unchanged: 1 })
})
test('search unicode', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/Bücher.pdf')])
  expect(await Array.fromAsync(registry.query({ search: 'BÜCHER' }))).toHaveLength(1)
})
test('nextDue after reboot is now', async () => {
  const clock = new HandClock()
  const { registry } = await openRegistry({ clock })
  await registry.record([seen('A/a.pdf')])
  await registry.claim(claimOptions({ owner: 'else/b/n/1/1/x' }))
  clock.bootId = 'b2'
  clock.monotonic = 5
  expect(await registry.nextDue({ storage: 'file:///books' })).toEqual(clock.now())
})
test('pending by hand of a waiting retry is due', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  if (c) await registry.settle(c, { status: 'retry', delayMs: 3_600_000, code: 'transient', message: 'm', facts })
  execFileSync('sqlite3', [path, "UPDATE files SET status='pending'"])
  expect(await registry.claim(claimOptions())).toHaveLength(1)
})
test('pending by hand while processing closes the attempt', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  execFileSync('sqlite3', [path, "UPDATE files SET status='pending'"])
  await registry.claim(claimOptions())
  expect((await registry.attempts(c?.file.id ?? 0)).map((a) => a.outcome)).toEqual(['lost', 'running'])
})
test('requeue keeps counting attempts', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  if (c) await registry.settle(c, done)
  await registry.record([seen('A/a.pdf')], { requeue: 'all' })
  expect((await registry.claim(claimOptions()))[0]?.attempt).toBe(2)
})
test('settling in input order', async () => {
  const { registry } = await openRegistry()
  const r = await registry.record([seen('A/b.pdf'), seen('A/a.pdf')], { settleMs: 1000 })
  expect(r.settling.map((f) => f.key)).toEqual(['A/b.pdf', 'A/a.pdf'])
})
test('migration race', async () => {
  const code = `import { FileRegistry } from '@rittdoc-batch/registry'
  while (Date.now() < Number(process.argv[2])); const r = new FileRegistry({ path: process.argv[1] }); try { await r.open(); console.log('ok') } catch (e) { console.log(e.code, e.message) } process.exit(0)`
  const bad: string[] = []
  for (let round = 0; round < 6; round++) {
    const path = join(await tempDir(), 'r.db')
    const at = Date.now() + 2500
    const outs = await Promise.all(
      Array.from(
        { length: 4 },
        () =>
          new Promise<string>((res) => {
            const p = spawn(
              process.execPath,
              ['--conditions=source', '--input-type=module', '-e', code, path, String(at)],
              { cwd: join(import.meta.dirname, '..') },
            )
            let o = ''
            p.stdout.on('data', (x) => {
              o += x
            })
            p.stderr.on('data', (x) => {
              o += x
            })
            p.on('close', () => res(o.trim()))
          }),
      ),
    )
    bad.push(...outs.filter((o) => o !== 'ok'))
  }
  expect(bad).toEqual([])
}, 60_000)
