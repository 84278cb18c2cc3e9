import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import {
  type CallOptions,
  type Entry,
  type ListOptions,
  LocalStorage,
  type ObjectVersion,
  type StoredObject,
} from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { describeStorage } from '../src/index.ts'
import { runSuite } from './support/collecting-runner.ts'

/** Of the broken ones: a thousand entries would take as long to make as everything else. */
const PAGE = 100

type Breaker = (root: string) => LocalStorage
type Uploading = (file: string, key: string) => Promise<StoredObject>

const inOrder = async (entries: AsyncIterable<Entry>) => Array.fromAsync(entries)

/** A local storage with one method replaced. */
function withList(
  change: (list: LocalStorage['list'], prefix: string, options?: ListOptions) => AsyncGenerator<Entry>,
): Breaker {
  return (root) =>
    new (class extends LocalStorage {
      override list(prefix: string, options?: ListOptions) {
        return change(super.list.bind(this), prefix, options)
      }
    })({ root, fsync: false })
}

function withDownload(
  change: (from: ObjectVersion, toFile: string, root: string) => Promise<{ sha256: string }>,
): Breaker {
  return (root) =>
    new (class extends LocalStorage {
      override download(from: ObjectVersion, toFile: string) {
        return change(from, toFile, root)
      }
    })({ root, fsync: false })
}

function withUpload(
  change: (upload: Uploading, file: string, key: string, root: string) => Promise<StoredObject>,
): Breaker {
  return (root) =>
    new (class extends LocalStorage {
      override upload(file: string, key: string, options?: CallOptions) {
        return change((f, k) => super.upload(f, k, options), file, key, root)
      }
    })({ root, fsync: false })
}

const hash = (bytes: Buffer) => ({ sha256: createHash('sha256').update(bytes).digest('hex') })

/** Each with one defect that real adapters have had. */
const BROKEN: Readonly<Record<string, Breaker>> = {
  'lists in the order of UTF-16 instead of bytes': withList(async function* (list, prefix, options) {
    yield* (await inOrder(list(prefix, options))).sort((a, b) => (a.key < b.key ? -1 : 1)).reverse()
  }),
  'lists the first page only': withList(async function* (list, prefix, options) {
    yield* (await inOrder(list(prefix, options))).slice(0, PAGE)
  }),
  'lists everything under a prefix although one level was asked for': withList((list, prefix, options) =>
    list(prefix, { ...options, recursive: true }),
  ),
  'swallows errors of a listing': withList(async function* (list, prefix, options) {
    try {
      yield* list(prefix, options)
    } catch {
      // as if nothing were there
    }
  }),
  'loses files whose names have a space': withList(async function* (list, prefix, options) {
    for await (const entry of list(prefix, options)) if (!basename(entry.key).includes(' ')) yield entry
  }),
  'normalises names': withList(async function* (list, prefix, options) {
    for await (const entry of list(prefix, options)) yield { ...entry, key: entry.key.normalize('NFC') }
  }),
  'downloads whatever version is there': withDownload(async ({ key }, toFile, root) => {
    const bytes = await readFile(join(root, key))
    await writeFile(toFile, bytes)
    return hash(bytes)
  }),
  'leaves a part of a download': withDownload(async ({ key }, toFile, root) => {
    await writeFile(toFile, 'half')
    await rm(toFile, { force: key.includes('no such') })
    const bytes = await readFile(join(root, key))
    await writeFile(toFile, bytes)
    return hash(bytes)
  }),
  'gives a wrong hash': (root) =>
    new (class extends LocalStorage {
      override async download(from: ObjectVersion, toFile: string, options?: CallOptions) {
        await super.download(from, toFile, options)
        return { sha256: '0'.repeat(64) }
      }
    })({ root, fsync: false }),
  'writes straight onto the final name': withUpload(async (upload, file, key, root) => {
    const bytes = await readFile(file)
    await mkdir(dirname(join(root, key)), { recursive: true })
    await writeFile(join(root, key), bytes.subarray(0, bytes.length / 2))
    await new Promise((resolve) => setTimeout(resolve, 5))
    return upload(file, key)
  }),
  'keeps an old object where a new one was uploaded': withUpload(async (upload, file, key, root) => {
    const existing = await new LocalStorage({ root }).stat(key)
    return existing ?? upload(file, key)
  }),
  'leaves its temporary file behind': withUpload(async (upload, file, key, root) => {
    const stored = await upload(file, key)
    await writeFile(join(root, `${key}.tmp`), 'x')
    return stored
  }),
  'knows a folder as an object': (root) =>
    new (class extends LocalStorage {
      override async stat(key: string, options?: CallOptions) {
        return (await super.stat(key, options)) ?? { key, sizeBytes: 0, modifiedAt: new Date(0), version: '' }
      }
    })({ root, fsync: false }),
  'sweeps nothing': (root) =>
    new (class extends LocalStorage {
      override async sweep() {
        return 0
      }
    })({ root, fsync: false }),
  'removes with an error what is not there': (root) =>
    new (class extends LocalStorage {
      override async remove(key: string) {
        await rm(join(root, key))
      }
    })({ root, fsync: false }),
}

function declare(breaker: Breaker, runner: Parameters<typeof describeStorage>[0]['runner']): void {
  describeStorage({
    runner,
    name: 'broken',
    async create() {
      const root = await mkdtemp(join(tmpdir(), 'broken-storage-'))
      return {
        storage: breaker(root),
        prefix: 'here/',
        pageSize: PAGE,
        async leaveLeftover(key) {
          const name = createHash('sha256').update(basename(key)).digest('hex').slice(0, 16)
          await mkdir(dirname(join(root, key)), { recursive: true })
          await writeFile(join(root, dirname(key), `.rittdoc-${name}-killed.part`), 'half')
        },
        cleanup: () => rm(root, { recursive: true, force: true }),
      }
    },
  })
}

test('the suite passes a sound storage', async () => {
  const { failed, passed } = await runSuite((runner) =>
    declare((root) => new LocalStorage({ root, fsync: false }), runner),
  )
  expect(failed).toEqual([])
  expect(passed.length).toBeGreaterThan(60)
}, 60_000)

test.each(Object.entries(BROKEN))(
  'the suite finds a storage that %s',
  async (_, breaker) => {
    const { failed } = await runSuite((runner) => declare(breaker, runner), true)
    expect(failed).toHaveLength(1)
  },
  60_000,
)
