import { ConfigError, LocalStorage, type Registry, RegistryError, StorageError } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { expect, test, vi } from 'vitest'
import { makeWorld, type World } from '../support/world.ts'

/** A registry whose calls can be made to fail, and that tells of work when it is told to. */
function troubledRegistry({ registryPath }: World) {
  const inner = new FileRegistry({ path: registryPath })
  const state: { trouble: Error | undefined; tell(): void } = { trouble: undefined, tell: () => {} }
  const registry: Registry = Object.assign(inner, {
    claim: async (options: Parameters<Registry['claim']>[0]) => {
      if (state.trouble) throw state.trouble
      return FileRegistry.prototype.claim.call(inner, options)
    },
    watchWork: async (_: string, onWork: () => void) => {
      state.tell = onWork
      return async () => {}
    },
  })
  return { registry, state }
}

/** Resolves when a file is done. */
function completed(processor: ReturnType<World['processor']>, key: string): Promise<void> {
  return new Promise((resolve) => {
    processor.events.on('attemptFinished', ({ result }) => {
      if (result.key === key && result.status === 'completed') resolve()
    })
  })
}

test('a worker converts what others find, then what comes later, and ends when it is told to', async () => {
  const world = await makeWorld()
  await world.put('A/one.pdf')
  const worker = world.processor()
  const first = completed(worker, 'A/one.pdf')
  const second = completed(worker, 'A/two.pdf')
  const working = worker.work({ pollMs: 20 })
  const scanner = world.processor()
  expect(await scanner.runBatchJob({ scanOnly: true })).toMatchObject({ completed: 0, scan: { added: 1 } })
  await first
  await world.put('A/two.pdf')
  await scanner.runBatchJob({ scanOnly: true })
  await second
  await worker.stop()
  expect(await working).toMatchObject({ completed: 2, failed: 0 })
  expect(world.conversions).toEqual(['A/one.pdf', 'A/two.pdf'])
})

test('a worker lists no storage', async () => {
  const world = await makeWorld()
  await world.put('A/one.pdf')
  const { registry } = troubledRegistry(world)
  const looked = vi.spyOn(registry, 'claim')
  const worker = world.processor({ registry })
  const scans = vi.fn()
  worker.events.on('scanStarted', scans)
  const working = worker.work({ pollMs: 1 })
  await vi.waitUntil(() => looked.mock.calls.length > 2)
  await worker.stop()
  expect(await working).toMatchObject({ completed: 0 })
  expect(scans).not.toHaveBeenCalled()
})

test('a worker that is told of work does not wait for its next look', async () => {
  const world = await makeWorld()
  const { registry, state } = troubledRegistry(world)
  const worker = world.processor({ registry })
  const looked = vi.spyOn(registry, 'claim')
  const working = worker.work({ pollMs: 3_600_000 })
  await vi.waitUntil(() => looked.mock.calls.length > 0)
  const done = completed(worker, 'A/one.pdf')
  await world.put('A/one.pdf')
  await world.processor().runBatchJob({ scanOnly: true })
  state.tell()
  await done
  await worker.stop()
  expect(await working).toMatchObject({ completed: 1 })
})

test('a worker goes on by itself when its registry was away', async () => {
  const world = await makeWorld()
  await world.put('A/one.pdf')
  await world.processor().runBatchJob({ scanOnly: true })
  const { registry, state } = troubledRegistry(world)
  state.trouble = new RegistryError('unavailable', 'away')
  const worker = world.processor({ registry })
  const failed = new Promise((resolve) => worker.events.on('registryFailed', resolve))
  const done = completed(worker, 'A/one.pdf')
  const working = worker.work()
  await failed
  state.trouble = undefined
  await done
  await worker.stop()
  expect(await working).toMatchObject({ completed: 1 })
})

test('a worker goes on by itself when its storage was away, which costs no book anything', async () => {
  const world = await makeWorld()
  await world.put('A/one.pdf')
  await world.processor().runBatchJob({ scanOnly: true })
  const storage = new LocalStorage({ root: world.root, fsync: false })
  const worker = world.processor({ storage })
  await worker.open()
  const away = () => Promise.reject(new StorageError('unavailable', 'away'))
  const trouble = [vi.spyOn(storage, 'open'), vi.spyOn(storage, 'download')].map((call) =>
    call.mockImplementation(away),
  )
  const told = new Promise((resolve) => worker.events.on('outage', resolve))
  const done = completed(worker, 'A/one.pdf')
  const working = worker.work({ pollMs: 20 })
  await told
  for (const call of trouble) call.mockRestore()
  await done
  await worker.stop()
  expect(await working).toMatchObject({ completed: 1, failed: 0, retried: 0 })
})

test.each([
  new RegistryError('newer_schema', 'newer'),
  new RegistryError('corrupt', 'damaged'),
  new ConfigError('wrong', []),
])('a worker ends when no waiting helps: %s', async (trouble) => {
  const world = await makeWorld()
  const { registry, state } = troubledRegistry(world)
  state.trouble = trouble
  await expect(world.processor({ registry }).work()).rejects.toBe(trouble)
})

test('two workers on one registry convert every book once', async () => {
  const world = await makeWorld()
  for (let n = 0; n < 20; n++) await world.put(`P${n % 3}/${n}.pdf`)
  await world.processor().runBatchJob({ scanOnly: true })
  const workers = [world.processor(), world.processor()]
  const registry = await world.registry()
  const working = workers.map((worker) => worker.work({ pollMs: 20 }))
  await vi.waitUntil(async () => (await registry.statistics()).total.completed === 20, { timeout: 20_000 })
  for (const worker of workers) await worker.stop()
  const reports = await Promise.all(working)
  expect(reports.reduce((sum, { completed }) => sum + completed, 0)).toBe(20)
  expect(world.conversions).toHaveLength(20)
})
