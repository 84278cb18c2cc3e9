import { freePort } from '@rittdoc-batch/test-services'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { PostgresScheduler, type PostgresSchedulerOptions } from '../../src/index.ts'
import { OneServer, whySkipped } from './own-registry.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const url = 'postgres://somebody:secret@127.0.0.1:1/db'
const job = async () => {}

test.each([
  ['no whole minutes', { url, name: 'x', intervalMs: 90_000 }],
  ['no time at all', { url, name: 'x', intervalMs: 0 }],
  ['no database', { url: 'file.db', name: 'x', intervalMs: HOUR_MS }],
  ['no name', { url, name: '', intervalMs: HOUR_MS }],
])('%s is refused', (_, options) => {
  expect(() => new PostgresScheduler({ ...options, job })).toThrow(/Invalid schedule: Expected/)
})

test('a server that is not there is told without the login', async () => {
  const scheduler = new PostgresScheduler({
    url: url.replace(':1/', `:${await freePort()}/`),
    name: 'x',
    intervalMs: HOUR_MS,
    job,
  })
  const error: Error & { code?: string } = await scheduler.start().catch((thrown) => thrown)
  expect(error).toMatchObject({ name: 'RegistryError', code: 'unavailable' })
  expect(error.message).not.toContain('secret')
  await scheduler.stop()
})

describe.skipIf(whySkipped !== undefined)('schedulers of one database', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  async function scheduler(name: string, options: Partial<PostgresSchedulerOptions>) {
    const { url } = await server.get()
    const one = new PostgresScheduler({ url, name, intervalMs: DAY_MS, runOnStartup: true, job, ...options })
    onTestFinished(() => one.stop())
    return one
  }

  test('that are started together run once', { timeout: 120_000 }, async () => {
    const runs = vi.fn(async () => {})
    const all = await Promise.all(Array.from({ length: 3 }, () => scheduler('together', { job: runs })))
    const started = all.map((one) => one.start())
    await vi.waitUntil(() => runs.mock.calls.length > 0, { timeout: 60_000 })
    const other = vi.fn(async () => {})
    void (await scheduler('another', { job: other })).start()
    await vi.waitUntil(() => other.mock.calls.length > 0, { timeout: 60_000 }) // by now a second run would have come
    for (const one of all) await one.stop()
    await Promise.all(started)
    expect(runs).toHaveBeenCalledTimes(1)
  })

  test('give a run that is stopped to another one, and tell one that fails', { timeout: 120_000 }, async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const first = await scheduler('stopped', {
      job: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve())
          begin()
        }),
    })
    expect(first).toMatchObject({ isRunning: false, nextRunAt: undefined })
    const ended = first.start()
    await begun
    expect(first.isRunning).toBe(true)
    expect(first.nextRunAt?.getTime()).toBe(Math.ceil(Date.now() / DAY_MS) * DAY_MS)
    const { promise: failed, resolve: onFailed } = Promise.withResolvers<Error>()
    const second = await scheduler('stopped', { job: () => Promise.reject(new Error('no')), onFailed })
    void second.start()
    await first.stop()
    await ended
    expect(first).toMatchObject({ isRunning: false, nextRunAt: undefined })
    expect((await failed).message).toBe('no')
  })

  test('tell a run to stop at its deadline, and give up one that does not', { timeout: 60_000 }, async () => {
    const { promise: failed, resolve: onFailed } = Promise.withResolvers<Error>()
    const job = () => new Promise<void>(() => {})
    const one = await scheduler('hanging', { job, onFailed, runTimeoutMs: 50, patienceMs: 50 })
    void one.start()
    expect((await failed).message).toMatch(/did not end within 0\.05 s of being told to stop/)
  })
})
