import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalStorage, StorageError } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { expect, test } from 'vitest'
import { makeWorld, type World } from '../support/world.ts'

const DEAD = 'elsewhere/boot/ns/1/1/x'

/** Claims the only book as a process does that dies with its host while it uploads, so many times. */
async function loseUploads(world: World, times: number): Promise<void> {
  const clock = { now: () => new Date(), bootId: '', monotonicMs: () => 0 }
  const registry = new FileRegistry({ path: world.registryPath, clock, leaseMs: 3_000 })
  await world.processor().discoverFiles()
  await registry.open()
  for (let i = 0; i < times; i++) {
    clock.bootId = `boot-${i}`
    const storage = (await Array.fromAsync(registry.query({})))[0]?.storage ?? ''
    const [claim] = await registry.claim({ owner: DEAD, limit: 1, storage, converter: 'none@1', maxRetries: 9 })
    if (claim === undefined) throw new Error('Expected the book to be due')
    await registry.renew([{ claim, phase: 'publish' }])
    const hash = createHash('sha256').update('a.zip').digest('hex').slice(0, 16)
    await writeFile(join(world.root, `A/Output XML/.rittdoc-${hash}-${i}.part`), 'half')
  }
  await registry.close()
}

/** A book that was converted once, so that its folder for packages is there, and is there in a new version now. */
async function makeWorldWith(content: string): Promise<World> {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  await world.processor().runBatchJob()
  await world.put('A/a.pdf', content)
  return world
}

const halves = async (world: World) => (await world.tree()).filter((key) => key.endsWith('.part'))

test('an upload that fails with its connection is cleared away by the next attempt', async () => {
  const world = await makeWorldWith('another text')
  const storage = new LocalStorage({ root: world.root, fsync: false })
  storage.upload = async () => {
    const hash = createHash('sha256').update('a.zip').digest('hex').slice(0, 16)
    await writeFile(join(world.root, `A/Output XML/.rittdoc-${hash}-cut.part`), 'half')
    throw new StorageError('unavailable', 'the connection was cut', { storage: storage.id })
  }
  expect(await world.processor({ storage }).runBatchJob()).toMatchObject({ completed: 0, released: 1 })
  expect(await halves(world)).toHaveLength(1)
  await (await world.registry()).change({}, 'pending')
  expect(await world.processor().runBatchJob()).toMatchObject({ completed: 1 })
  expect(await halves(world)).toEqual([])
})

test('a book that is given up because its workers die leaves nothing of their uploads', async () => {
  const world = await makeWorldWith('another text')
  await loseUploads(world, 3)
  expect(await halves(world)).toHaveLength(3)
  expect(await world.processor().runBatchJob()).toMatchObject({ failed: 1, results: [{ code: 'crashed' }] })
  expect(await halves(world)).toEqual([])
})

test('a book that fails for good after a worker died leaves nothing of the lost upload', async () => {
  const world = await makeWorldWith('bad')
  await loseUploads(world, 1)
  expect(await world.processor().runBatchJob()).toMatchObject({ failed: 1, results: [{ code: 'input' }] })
  expect(await halves(world)).toEqual([])
})

test('a lost upload is cleared away although another attempt failed before the one that publishes', async () => {
  const world = await makeWorldWith('flaky 2')
  await loseUploads(world, 1)
  expect(await world.processor().runBatchJob()).toMatchObject({ completed: 1, retried: 1 })
  expect(await halves(world)).toEqual([])
})
