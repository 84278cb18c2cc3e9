import { once } from 'node:events'
import { expect, test } from 'vitest'
import { makeWorld } from '../support/world.ts'

/** Resolves when the first conversion has begun. */
function firstConversion(processor: ReturnType<Awaited<ReturnType<typeof makeWorld>>['processor']>): Promise<void> {
  return new Promise((resolve) => {
    processor.events.on('phaseStarted', ({ phase }) => phase === 'convert' && resolve())
  })
}

test('a stop lets running files go on for the grace time, then gives them back at no cost', async () => {
  const world = await makeWorld()
  await world.put('A/slow.pdf', 'slow')
  await world.put('A/waiting.pdf')
  const processor = world.processor({ maxConcurrentJobs: 1 })
  const begun = firstConversion(processor)
  const running = processor.runBatchJob()
  await begun
  await processor.stop({ graceMs: 30 })
  expect(await running).toMatchObject({ stopped: true, completed: 0, released: 1 })
  await processor.close()
  const registry = await world.registry()
  const files = await Array.fromAsync(registry.query({}))
  expect(files.map(({ status, retryCount }) => [status, retryCount])).toEqual([
    ['pending', 0],
    ['pending', 0],
  ])
})

test('a second stop is at once, and so is close', async () => {
  const world = await makeWorld()
  await world.put('A/slow.pdf', 'slow')
  const processor = world.processor()
  const begun = firstConversion(processor)
  const running = processor.runBatchJob()
  await begun
  void processor.stop({ graceMs: 3_600_000 })
  await processor.stop({ graceMs: 0 })
  expect(await running).toMatchObject({ released: 1 })
})

test("aborting the caller's signal is a stop", async () => {
  const world = await makeWorld()
  await world.put('A/slow.pdf', 'slow')
  const processor = world.processor({ shutdownGraceMs: 10 })
  const begun = firstConversion(processor)
  const controller = new AbortController()
  const running = processor.runBatchJob({ signal: controller.signal })
  await begun
  controller.abort()
  expect(await running).toMatchObject({ stopped: true, released: 1 })
})

test('the engine installs no signal handlers of its own', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  const before = process.listenerCount('SIGTERM')
  const processor = world.processor()
  await processor.runBatchJob()
  expect(process.listenerCount('SIGTERM')).toBe(before)
  await once(AbortSignal.timeout(1), 'abort')
})
