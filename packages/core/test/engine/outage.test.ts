import {
  ConvertError,
  type Converter,
  LocalStorage,
  type ObjectVersion,
  type Storage,
  StorageError,
} from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { makeWorld, type World } from '../support/world.ts'

/** A storage that opens and lists, and whose downloads of these books fail as if the service were away. */
function carryingAllBut(world: World, isCarried: (key: string) => boolean): Storage {
  const inner = new LocalStorage({ root: world.root, fsync: false })
  const download = inner.download.bind(inner)
  return Object.assign(inner, {
    download: async (from: ObjectVersion, toFile: string) => {
      if (!isCarried(from.key)) throw new StorageError('unavailable', 'no', { storage: inner.id })
      return download(from, toFile)
    },
  })
}

async function retriesOf(world: World): Promise<number[]> {
  const registry = await world.registry()
  return (await Array.fromAsync(registry.query({}))).map(({ retryCount }) => retryCount)
}

test('a storage that carries nothing, though it opens, ends the run after three transfers and costs no book an attempt', async () => {
  const world = await makeWorld()
  for (let n = 0; n < 9; n++) await world.put(`P${n}/book.pdf`)
  const report = await world
    .processor({ storage: carryingAllBut(world, () => false), maxConcurrentJobs: 1 })
    .runBatchJob()
  expect(report).toMatchObject({ completed: 0, failed: 0, retried: 0, released: 3, outage: { code: 'unavailable' } })
  expect(await retriesOf(world)).toEqual(Array(9).fill(0))
  await (await world.registry()).change({}, 'pending')
  expect(await world.processor().runBatchJob()).toMatchObject({ completed: 9, outage: undefined })
})

test('one book that is not carried is given back at first, is told, and stops no other', async () => {
  const world = await makeWorld()
  for (let n = 0; n < 9; n++) await world.put(`P${n}/book.pdf`)
  const storage = carryingAllBut(world, (key) => key !== 'P0/book.pdf')
  const report = await world.processor({ storage, maxConcurrentJobs: 1 }).runBatchJob()
  expect(report).toMatchObject({ completed: 8, failed: 0, retried: 0, released: 1, outage: { message: 'no' } })
})

test('a book that fails again while others are carried pays for it', async () => {
  const world = await makeWorld()
  await world.put('A/bad.pdf')
  expect(await world.processor({ storage: carryingAllBut(world, () => false) }).runBatchJob()).toMatchObject({
    released: 1,
  })
  await (await world.registry()).change({}, 'pending')
  await world.put('B/good.pdf')
  const storage = carryingAllBut(world, (key) => key !== 'A/bad.pdf')
  const processor = world.processor({ storage, retryDelayMs: 3_600_000 })
  const isCarried = new Promise<void>((resolve) => {
    processor.events.on('attemptFinished', ({ result }) => result.status === 'completed' && resolve())
  })
  const download = storage.download.bind(storage)
  storage.download = async (from, toFile) => {
    if (from.key === 'A/bad.pdf') await isCarried
    return download(from, toFile)
  }
  expect(await processor.runBatchJob()).toMatchObject({ completed: 1, retried: 1, released: 0 })
})

test('a conversion that fails for want of space costs its book nothing, and the third in a row ends the run', async () => {
  const world = await makeWorld()
  for (let n = 0; n < 9; n++) await world.put(`P${n}/book.pdf`)
  const converter: Converter = {
    id: 'hungry@1',
    produces: 'rittdoc',
    convert: async () => {
      throw new ConvertError('transient', 'it ended with exit code 1', { stderrTail: 'cp: No space left on device' })
    },
  }
  const report = await world.processor({ converter, maxConcurrentJobs: 1 }).runBatchJob()
  expect(report).toMatchObject({ failed: 0, retried: 0, released: 3, outage: { code: 'full' } })
  expect(report.results[0]?.message).toMatch(/^Could not convert P\d\/book\.pdf: no space is left in .*exit code 1\)$/)
  expect(await retriesOf(world)).toEqual(Array(9).fill(0))
})
