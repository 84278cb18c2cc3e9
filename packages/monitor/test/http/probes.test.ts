import { join } from 'node:path'
import { LocalStorage } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { makeWorld } from '../support/world.ts'

async function json(url: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url)
  return { status: response.status, body: await response.json() }
}

test('healthz tells the last scan, the last completion and the next run', async () => {
  const world = await makeWorld()
  const nextRunAt = new Date(Date.now() + 60_000)
  const { url } = await world.monitor({ scheduler: { isRunning: false, nextRunAt } })
  expect((await json(`${url}healthz`)).body).not.toHaveProperty('lastScanAt')
  await world.put('Acme/a.epub', 'good')
  await world.processor.runBatchJob()
  const { status, body } = await json(`${url}healthz`)
  expect(status).toBe(200)
  const time = expect.stringMatching(/^\d{4}-/)
  const times = { startedAt: time, lastScanAt: time, lastCompletionAt: time, lastRunAt: time }
  expect(body).toEqual({ status: 'ok', ...times, nextRunAt: nextRunAt.toISOString() })
})

test('a process that has just begun knows from the registry when the last run was', async () => {
  const world = await makeWorld()
  await world.processor.runBatchJob()
  const { url } = await world.monitor()
  expect((await json(`${url}healthz`)).body).toHaveProperty('lastRunAt')
})

test('healthz is 503 when the time of a run has passed and none goes on', async () => {
  const world = await makeWorld()
  const scheduler = { isRunning: false, nextRunAt: new Date(Date.now() - 61_000) }
  const { url } = await world.monitor({ scheduler })
  expect(await json(`${url}healthz`)).toMatchObject({ status: 503, body: { status: 'overdue' } })
  scheduler.isRunning = true
  expect(await json(`${url}healthz`)).toMatchObject({ status: 200 })
})

test('readyz names the registry and every storage', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor({ storages: [{ storage: world.storage }, { storage: world.storage }] })
  const { status, body } = await json(`${url}readyz`)
  expect(status).toBe(200)
  const ok = { ok: true, ms: expect.any(Number) }
  expect(body).toEqual({
    ready: true,
    checks: [
      { name: 'registry', ...ok },
      { name: world.storage.id, ...ok },
    ],
  })
})

test('readyz is 503 with the reason when a storage has gone, and 200 when only the folder is not there yet', async () => {
  const world = await makeWorld()
  const gone = new LocalStorage({ root: join(world.folder, 'unmounted') })
  const { url } = await world.monitor({ storages: [{ storage: gone, prefix: 'books' }] })
  const { status, body } = await json(`${url}readyz`)
  expect(status).toBe(503)
  expect(body).toMatchObject({ ready: false, checks: [{ ok: true }, { name: gone.id, ok: false }] })
  const other = await world.monitor({ storages: [{ storage: world.storage, prefix: 'none-yet' }] })
  expect((await json(`${other.url}readyz`)).status).toBe(200)
})

test('readyz waits no longer than a deadline for a storage that hangs', async () => {
  const world = await makeWorld()
  const hanging = {
    id: 'file:///hanging',
    traits: world.storage.traits,
    list: async function* () {
      await new Promise(() => {})
    },
  }
  const { url } = await world.monitor({ storages: [{ storage: hanging as never }] })
  const started = performance.now()
  const { status, body } = await json(`${url}readyz`)
  expect(performance.now() - started).toBeLessThan(15_000)
  expect(status).toBe(503)
  expect(body).toMatchObject({ checks: [{ ok: true }, { ok: false, reason: 'No answer within 5 s' }] })
})
