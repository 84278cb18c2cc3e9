import { startFaultProxy } from '@rittdoc-batch/test-services'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { PostgresRegistry } from '../../src/index.ts'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { OneServer, whySkipped } from './own-registry.ts'

const STORAGE = 'file:///books'

describe.skipIf(whySkipped !== undefined)('whoever waits for work on PostgreSQL', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  /** A registry whose watcher listens already, and how often it was told. */
  async function watched() {
    const own = await server.registry()
    const told = vi.fn()
    onTestFinished(await own.registry.watchWork(STORAGE, told))
    await vi.waitUntil(() => told.mock.calls.length === 1) // it listens
    const isTold = async (work: () => Promise<unknown>) => {
      told.mockClear()
      await work()
      await vi.waitUntil(() => told.mock.calls.length > 0)
    }
    return { ...own, told, isTold }
  }

  test('sends one statement a look while nothing is due, however many publishers had something', async () => {
    const { registry } = await server.registry()
    await registry.record(Array.from({ length: 40 }, (_, n) => seen(`P${n}/a.pdf`)))
    for (const claim of await registry.claim(claimOptions({ limit: 40 })))
      await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
    expect(await registry.claim(claimOptions())).toEqual([])
    const statements = vi.spyOn(pg.Client.prototype, 'query')
    onTestFinished(() => statements.mockRestore())
    for (let look = 0; look < 5; look++) expect(await registry.claim(claimOptions())).toEqual([])
    expect(statements.mock.calls.length).toBe(5)
    await registry.record([seen('P1/b.pdf')])
    expect(await registry.claim(claimOptions())).toHaveLength(1)
  })

  test('finds a file whose lease ran out though the last look found nothing', async () => {
    const { registry, schema } = await server.registry()
    await registry.record([seen('A/a.pdf')])
    expect(await registry.claim(claimOptions({ owner: 'elsewhere' }))).toHaveLength(1)
    expect(await registry.claim(claimOptions())).toEqual([])
    await schema.advance(60_001)
    expect(await registry.claim(claimOptions())).toHaveLength(1)
  })

  test('is told of files that are recorded, made due by hand, and of a publisher that goes on', async () => {
    const { registry, client, isTold } = await watched()
    await isTold(() => registry.record([seen('A/a.pdf'), seen('B/b.pdf')]))
    await client.query("UPDATE files SET status = 'failed'")
    await isTold(() => client.query("UPDATE files SET status = 'pending' WHERE publisher = 'B'"))
    await registry.pausePublisher('B')
    await isTold(() => registry.resumePublisher('B'))
  })

  test('is not told of another storage, of a retry that is due later, or of a rehearsal', async () => {
    const { registry, told, isTold } = await watched()
    await isTold(() => registry.record([seen('A/a.pdf')]))
    told.mockClear()
    await registry.record([seen('A/a.pdf', { storage: 'file:///elsewhere' })])
    const [claim] = await registry.claim(claimOptions())
    const later = { status: 'retry', delayMs: 60_000, code: 'transient', message: 'no', facts } as const
    if (claim) await registry.settle(claim, later)
    const rehearsal = await registry.rehearse()
    await rehearsal.record([seen('A/c.pdf')])
    await rehearsal.close()
    expect(told).not.toHaveBeenCalled()
    await isTold(() => registry.record([seen('A/d.pdf')])) // in order: nothing was on its way
    expect(told).toHaveBeenCalledTimes(1)
  })

  test('ends in time though the line to the server swallows everything', async () => {
    const { schema } = await server.registry()
    const proxy = await startFaultProxy({ port: (await server.get()).port })
    onTestFinished(() => proxy.close())
    const url = new URL(schema.url)
    url.port = String(proxy.port)
    const registry = new PostgresRegistry({ url: url.href })
    await registry.open()
    const told = vi.fn()
    const end = await registry.watchWork(STORAGE, told)
    await vi.waitUntil(() => told.mock.calls.length === 1)
    await proxy.set({ kind: 'stall' })
    const started = performance.now()
    await end()
    await registry.close()
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('is told again after its connection was ended', async () => {
    const { registry, client, isTold } = await watched()
    const end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '% listener'"
    await isTold(() => client.query(end))
    await isTold(() => registry.record([seen('A/a.pdf')]))
  })
})
