import { expect, test } from 'vitest'
import { JobScheduler } from '../../src/schedule/job-scheduler.ts'

/** A promise that resolves at the n-th call of `hit`. */
function counter(n: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const count = { calls: 0 }
  return { count, reached: promise, hit: () => ++count.calls >= n && resolve() }
}

test('runs at the interval until it is stopped, and start resolves then', async () => {
  const { hit, reached, count } = counter(3)
  const scheduler = new JobScheduler({ job: async () => void hit(), intervalMs: 10 })
  const started = scheduler.start()
  await reached
  await scheduler.stop()
  await started
  const calls = count.calls
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(count.calls).toBe(calls)
})

test('tells when the next run begins while it is started', async () => {
  const { hit, reached } = counter(1)
  const scheduler = new JobScheduler({ job: async () => void hit(), intervalMs: 3_600_000, runOnStartup: true })
  expect(scheduler.nextRunAt).toBeUndefined()
  void scheduler.start()
  await reached
  const inMs = (scheduler.nextRunAt?.getTime() ?? 0) - Date.now()
  expect(inMs).toBeGreaterThan(3_500_000)
  expect(inMs).toBeLessThanOrEqual(3_600_000)
  await scheduler.stop()
  expect(scheduler.nextRunAt).toBeUndefined()
})

test('waits one interval before the first run unless asked to run on startup', async () => {
  const { hit, reached } = counter(1)
  const scheduler = new JobScheduler({ job: async () => void hit(), intervalMs: 3_600_000, runOnStartup: true })
  void scheduler.start()
  await reached
  await scheduler.stop()
  const idle = counter(1)
  const other = new JobScheduler({ job: async () => void idle.hit(), intervalMs: 3_600_000 })
  void other.start()
  await other.stop()
  expect(idle.count.calls).toBe(0)
})

test('a tick during a run is skipped and told; runs never overlap', async () => {
  const skipped = counter(3)
  let running = 0
  let most = 0
  const scheduler = new JobScheduler({
    intervalMs: 5,
    runOnStartup: true,
    onSkipped: skipped.hit,
    job: async () => {
      most = Math.max(most, ++running)
      await skipped.reached
      running--
    },
  })
  void scheduler.start()
  await skipped.reached
  await scheduler.stop()
  expect(most).toBe(1)
})

test('a run that fails is told and the next one comes', async () => {
  const { hit, reached } = counter(2)
  const errors: string[] = []
  const scheduler = new JobScheduler({
    intervalMs: 5,
    onFailed: (error) => errors.push(error.message),
    job: async () => {
      hit()
      throw new Error('no')
    },
  })
  void scheduler.start()
  await reached
  await scheduler.stop()
  expect(errors.slice(0, 2)).toEqual(['no', 'no'])
})

test('a run over its deadline is told to stop, and so is one under way at stop', async () => {
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  const { hit, reached } = counter(2)
  const limited = new JobScheduler({
    intervalMs: 5,
    runTimeoutMs: 20,
    job: async (signal) => {
      await untilAborted(signal)
      hit()
    },
  })
  void limited.start()
  await reached
  await limited.stop()
  const begun = Promise.withResolvers<void>()
  const job = async (signal: AbortSignal) => {
    begun.resolve()
    await untilAborted(signal)
  }
  const other = new JobScheduler({ intervalMs: 3_600_000, runOnStartup: true, job })
  const started = other.start()
  await begun.promise
  await other.stop()
  await started
})

test('a run that ends neither at its deadline nor later is told and given up, and the next one comes', async () => {
  const { hit, reached } = counter(2)
  const errors: Error[] = []
  const scheduler = new JobScheduler({
    intervalMs: 5,
    runTimeoutMs: 10,
    patienceMs: 10,
    onFailed: (error) => errors.push(error),
    job: async () => {
      hit()
      await new Promise(() => {})
    },
  })
  const started = scheduler.start()
  await reached
  await scheduler.stop()
  await started
  expect(errors[0]).toMatchObject({ code: 'timeout', message: expect.stringMatching(/did not end/) })
})

test.each([0, -1, Number.NaN, 2 ** 31])('an interval of %s is refused', (intervalMs) => {
  expect(() => new JobScheduler({ job: async () => {}, intervalMs })).toThrow(/intervalMs/)
})
