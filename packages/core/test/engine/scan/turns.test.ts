import { join } from 'node:path'
import { BatchProcessor, type Converter, type Entry, type Storage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../support/temp-dir.ts'

const BOOKS = 20_000
/** Batches of five hundred. */
const BATCHES = BOOKS / 500

/** A storage whose listing never waits for anything. */
const quick: Storage = {
  id: 'quick:',
  traits: { partialVisible: false, parallelList: true, maxConcurrency: 1 },
  open: async () => {},
  close: async () => {},
  locate: (key) => key,
  stat: async () => undefined,
  remove: async () => {},
  sweep: async () => 0,
  download: () => Promise.reject(new Error('Expected nothing to be downloaded')),
  upload: () => Promise.reject(new Error('Expected nothing to be uploaded')),
  async *list(prefix): AsyncGenerator<Entry> {
    if (prefix === '') return yield { kind: 'prefix', key: 'Acme/' }
    for (let i = 0; i < BOOKS; i++) {
      const key = `${prefix}${String(i).padStart(6, '0')}.pdf`
      yield { kind: 'object', key, sizeBytes: 1, modifiedAt: new Date(0), version: 'v1' }
    }
  },
}

const nothing: Converter = {
  id: 'nothing@1',
  produces: 'rittdoc',
  convert: () => Promise.reject(new Error('Expected nothing to be converted')),
}

test('a scan that never waits leaves everybody else a turn between its batches', async () => {
  const registry = new FileRegistry({ path: join(await tempDir(), 'registry.db') })
  const processor = new BatchProcessor({ storage: quick, registry, converter: nothing })
  onTestFinished(() => processor.close())
  await processor.open()
  let turns = 0
  let isOver = false
  const takeTurn = () => {
    turns++
    if (!isOver) setImmediate(takeTurn)
  }
  takeTurn()
  const report = await processor.discoverFiles()
  isOver = true
  expect(report).toMatchObject({ added: BOOKS, errors: [] })
  expect(turns).toBeGreaterThanOrEqual(BATCHES)
})

test('while the books of a publisher are recorded, the next one is listed already', async () => {
  const publishers = Array.from({ length: 7 }, (_, n) => `Publisher ${n}/`) // six are listed at the same time
  const listed = Promise.withResolvers<void>()
  const storage: Storage = {
    ...quick,
    async *list(prefix): AsyncGenerator<Entry> {
      if (prefix === '') return yield* publishers.map((key): Entry => ({ kind: 'prefix', key }))
      if (prefix === publishers.at(-1)) listed.resolve()
      yield { kind: 'object', key: `${prefix}book.pdf`, sizeBytes: 1, modifiedAt: new Date(0), version: 'v1' }
    },
  }
  const registry = new FileRegistry({ path: join(await tempDir(), 'registry.db') })
  const record = registry.record.bind(registry)
  registry.record = async (...args) => {
    await listed.promise
    return record(...args)
  }
  const processor = new BatchProcessor({ storage, registry, converter: nothing })
  onTestFinished(() => processor.close())
  await processor.open()
  expect(await processor.discoverFiles()).toMatchObject({ added: publishers.length, errors: [] })
})
