import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Entry, type ListOptions, LocalStorage, type Storage } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { GuardedStorage } from '../../src/engine/guarded-storage.ts'
import { tempDir } from '../support/temp-dir.ts'
import { makeWorld } from '../support/world.ts'

const LIMITS = { transferMs: 20, callMs: 20, patienceMs: 20 }
const forever = () => new Promise<never>(() => {})

/** A folder with a file, as a storage of which some calls never end, whatever one tells them. */
async function hanging(calls: Partial<Storage>): Promise<Storage> {
  const root = await tempDir()
  await mkdir(join(root, 'A'))
  await writeFile(join(root, 'A/a.pdf'), 'x')
  return Object.assign(new LocalStorage({ root }), calls)
}

test.each([
  ['open', (storage: Storage) => storage.open()],
  ['stat', (storage: Storage) => storage.stat('A/a.pdf')],
  ['remove', (storage: Storage) => storage.remove('A/a.pdf')],
  ['sweep', (storage: Storage) => storage.sweep('A/a.pdf')],
  ['download', (storage: Storage) => storage.download({ key: 'A/a.pdf', sizeBytes: 1, version: '' }, '/nowhere')],
  ['upload', (storage: Storage) => storage.upload('/nowhere', 'A/a.zip')],
] as const)('%s that never ends is a timeout of that storage', async (name, call) => {
  const inner = await hanging({ [name]: forever })
  await expect(call(new GuardedStorage(inner, LIMITS))).rejects.toMatchObject({
    code: 'timeout',
    context: { storage: inner.id },
  })
})

test('a listing that stops giving entries is a timeout, and those before it are kept', async () => {
  const inner = await hanging({
    async *list() {
      yield { kind: 'prefix', key: 'A/' }
      await forever()
    },
  })
  const seen: string[] = []
  const read = async () => {
    for await (const { key } of new GuardedStorage(inner, LIMITS).list('')) seen.push(key)
  }
  await expect(read()).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringMatching(/no entry came within/),
  })
  expect(seen).toEqual(['A/'])
})

test('a reader that takes its time is not a listing that hangs', async () => {
  const storage = new GuardedStorage(await hanging({}), LIMITS)
  const keys: string[] = []
  for await (const { key } of storage.list('A/')) {
    keys.push(key)
    const readAt = performance.now()
    while (performance.now() - readAt < 30) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(keys).toEqual(['A/a.pdf'])
})

test("the caller's signal ends a listing that does not listen to it", async () => {
  const inner = await hanging({ list: () => ({ [Symbol.asyncIterator]: () => ({ next: forever }) }) })
  const controller = new AbortController()
  const read = Array.fromAsync(
    new GuardedStorage(inner, { ...LIMITS, callMs: 60_000 }).list('', { signal: controller.signal }),
  )
  controller.abort(new Error('stop'))
  await expect(read).rejects.toThrow('stop')
})

test('never more transfers run at the same time than the traits allow', async () => {
  let [running, most] = [0, 0]
  const download = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    return { sha256: '' }
  }
  const inner = await hanging({ download, traits: { partialVisible: true, parallelList: true, maxConcurrency: 2 } })
  const storage = new GuardedStorage(inner, LIMITS)
  const from = { key: 'A/a.pdf', sizeBytes: 1, version: '' }
  await Promise.all(Array.from({ length: 7 }, () => storage.download(from, '/nowhere')))
  expect(most).toBe(2)
})

test('a storage that does not close is left behind', async () => {
  await new GuardedStorage(await hanging({ close: forever }), LIMITS).close()
})

test('a publisher whose listing hangs is an error in the report, the others are processed', async () => {
  const world = await makeWorld()
  for (const key of ['A/a.pdf', 'B/b.pdf', 'C/c.pdf']) await world.put(key)
  const inner = new LocalStorage({ root: world.root, fsync: false })
  const list = inner.list.bind(inner)
  const storage: Storage = Object.assign(inner, {
    list: (prefix: string, options?: ListOptions) => (prefix === 'B/' ? untilTold(options) : list(prefix, options)),
  })
  const report = await world.processor({ storage, storageTimeoutMs: 200 }).runBatchJob()
  expect(report).toMatchObject({ completed: 2, scan: { errors: [{ publisher: 'B', code: 'timeout' }] } })
})

/** A listing that waits until it is told to stop. */
function untilTold({ signal }: ListOptions = {}): AsyncIterable<Entry> {
  const next = () =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
  return { [Symbol.asyncIterator]: () => ({ next }) }
}
