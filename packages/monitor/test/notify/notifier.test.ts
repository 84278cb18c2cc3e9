import { type LocalStorage, StorageError } from '@rittdoc-batch/core'
import { expect, onTestFinished, test } from 'vitest'
import { type Channel, emailChannel, type Notice, Notifier, type NotifierOptions } from '../../src/index.ts'
import { startMailServer } from '../support/mail-server.ts'
import { makeWorld, type World } from '../support/world.ts'

/** A notifier whose notices are kept; `told(n)` resolves when there are so many. */
function notify(world: World, options: Partial<NotifierOptions> = {}) {
  const notices: Notice[] = []
  let look = () => {}
  const channel: Channel = {
    name: 'list',
    async send(notice) {
      notices.push(notice)
      look()
    },
  }
  const notifier = new Notifier({ processor: world.processor, channels: [channel], pauseMs: 0, ...options })
  onTestFinished(() => notifier.stop())
  const told = (count: number) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (notices.length >= count) resolve()
      }
      look()
    })
  return { notifier, notices, told }
}

/** Has downloads fail as if the storage were away. @returns what ends it */
function failDownloads(storage: LocalStorage): () => void {
  const { download } = storage
  storage.download = async () => {
    throw new StorageError('unavailable', 'Nobody answers', { storage: storage.id })
  }
  return () => {
    storage.download = download
  }
}

test('a run with failures is told once, with the reasons', async () => {
  const world = await makeWorld()
  const { notifier, notices } = notify(world)
  for (let i = 0; i < 25; i++) await world.put(`Acme/${i}.epub`, 'bad')
  await world.put('Acme/good.epub', 'good')
  await world.processor.runBatchJob()
  await world.processor.runBatchJob()
  await notifier.stop()
  expect(notices.map(({ kind, title }) => [kind, title])).toEqual([['failures', '25 books failed']])
  expect(notices[0]?.text).toMatch(/^25 books failed in one run; 1 completed\.\n/)
  expect(notices[0]?.text).toMatch(
    /\nAcme\/\d+\.epub: The book itself cannot be converted \(input\)\. Chapter 3 is damaged\n/,
  )
  expect(notices[0]?.text).toMatch(/\n… and 5 more\.$/)
})

test('runs that fail again and again are told together after a pause', async () => {
  const world = await makeWorld()
  const { notifier, notices } = notify(world, { pauseMs: 3_600_000 })
  for (const name of ['a', 'b', 'c']) {
    await world.put(`Acme/${name}.epub`, 'bad')
    await world.processor.runBatchJob()
  }
  await notifier.stop()
  expect(notices.map(({ title }) => title)).toEqual(['1 book failed', '2 books failed'])
  expect(notices[1]?.text).toContain('2 books failed in 2 runs')
})

test('a storage out of order is told once, and once that it is there again', async () => {
  const world = await makeWorld({ maxConcurrentJobs: 1 })
  const { notices, told } = notify(world, { kinds: ['outage', 'recovered'] })
  for (let n = 0; n < 4; n++) await world.put(`P${n}/a.epub`, 'good')
  const comeBack = failDownloads(world.storage)
  for (let run = 0; run < 2; run++) {
    await world.processor.runBatchJob()
    await world.registry.change({}, 'pending')
  }
  await told(1)
  comeBack()
  expect((await world.processor.runBatchJob()).completed).toBe(4)
  await told(2)
  expect(notices.map(({ kind, title }) => [kind, title])).toEqual([
    ['outage', `${world.storage.id} is out of order`],
    ['recovered', `${world.storage.id} is there again`],
  ])
})

test('a long time without work is told once, and its end', async () => {
  const world = await makeWorld()
  const { notices, told } = notify(world, { idleMs: 20 })
  await told(1)
  expect(notices[0]).toMatchObject({ kind: 'idle', title: 'Nothing was processed for 0 hours' })
  await world.put('Acme/a.epub', 'good')
  await world.processor.runBatchJob()
  await told(2)
  expect(notices[1]).toMatchObject({ kind: 'recovered', title: 'Books are processed again' })
})

test('what nobody wants to know is not told', async () => {
  const world = await makeWorld()
  const { notifier, notices } = notify(world, { kinds: ['idle'] })
  await world.put('Acme/a.epub', 'bad')
  await world.processor.runBatchJob()
  await notifier.stop()
  expect(notices).toEqual([])
})

test('a mail server that is away, hangs or refuses hurts no run, and is told as a problem', async () => {
  const world = await makeWorld()
  const problems: string[] = []
  const server = await startMailServer({ login: { username: 'a', password: 'b' } })
  const email = (port: number) =>
    emailChannel({ host: '127.0.0.1', port, security: 'none', from: 'a@example.org', to: ['b@example.org'] })
  const hanging: Channel = { name: 'hanging', send: () => new Promise(() => {}) }
  const { notifier } = notify(world, {
    channels: [email(server.port), email(1), hanging],
    ...{ sendTimeoutMs: 50, retryDelayMs: 1, onProblem: (channel) => problems.push(channel) },
  })
  await world.put('Acme/a.epub', 'bad')
  const report = await world.processor.runBatchJob()
  expect(report.failed).toBe(1)
  await notifier.stop()
  expect(problems.sort()).toEqual(['email', 'email', 'hanging'])
})

test('a stop waits no longer than its patience', async () => {
  const world = await makeWorld()
  const problems: string[] = []
  const hanging: Channel = { name: 'hanging', send: () => new Promise(() => {}) }
  const { notifier } = notify(world, { channels: [hanging], onProblem: (_, { message }) => problems.push(message) })
  await world.put('Acme/a.epub', 'bad')
  await world.processor.runBatchJob()
  await notifier.stop(20)
  expect(problems).toEqual(['Not delivered before the end'])
})
