import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BatchError, Entry, ListOptions, Storage, StorageErrorCode, StoredObject } from '@rittdoc-batch/core'
import { expectRejection } from '../suite/expect-rejection.ts'
import type { StorageSubject } from './subject.ts'

/** How many objects are put at the same time where many are needed. */
const PARALLEL_PUTS = 16

/** One storage under test, with a local folder for the files that go in and out. */
export class StorageBench {
  readonly subject: StorageSubject
  readonly storage: Storage
  readonly #folder: string
  #files = 0

  private constructor(subject: StorageSubject, folder: string) {
    this.subject = subject
    this.storage = subject.storage
    this.#folder = folder
  }

  static async open(create: () => Promise<StorageSubject>): Promise<StorageBench> {
    const subject = await create()
    const bench = new StorageBench(subject, await mkdtemp(join(tmpdir(), 'rittdoc-storage-suite-')))
    try {
      await subject.storage.open()
      return bench
    } catch (error) {
      await bench.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.storage.close()
    await this.subject.cleanup?.()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** The key of a name in this test's own place. */
  key(name: string): string {
    return this.subject.prefix + name
  }

  /** A local file with this content. */
  async file(bytes: string | Buffer): Promise<string> {
    const path = join(this.#folder, `file-${this.#files++}`)
    await writeFile(path, bytes)
    return path
  }

  /** A path in a fresh, empty local folder. */
  async target(): Promise<DownloadTarget> {
    const folder = join(this.#folder, `target-${this.#files++}`)
    await mkdir(folder)
    return { path: join(folder, 'book.pdf'), left: () => readdir(folder) }
  }

  async upload(name: string, bytes: string | Buffer = name): Promise<StoredObject> {
    return this.storage.upload(await this.file(bytes), this.key(name))
  }

  /** Puts an object there past the adapter, where the subject can. */
  async put(name: string, bytes: string | Buffer = name): Promise<void> {
    if (this.subject.put === undefined) await this.upload(name, bytes)
    else await this.subject.put(this.key(name), Buffer.from(bytes))
  }

  async putAll(names: readonly string[]): Promise<void> {
    const queue = names.values()
    const workers = Math.min(PARALLEL_PUTS, this.storage.traits.maxConcurrency)
    await Promise.all(
      Array.from({ length: workers }, async () => {
        for (const name of queue) await this.put(name)
      }),
    )
  }

  /** The object, which must be there. */
  async stat(name: string): Promise<StoredObject> {
    const object = await this.storage.stat(this.key(name))
    assert.ok(object, `Expected ${JSON.stringify(name)} to be there`)
    return object
  }

  /** The bytes of an object as it stands now. */
  async read(name: string): Promise<Buffer> {
    const target = await this.target()
    await this.storage.download(await this.stat(name), target.path)
    return readFile(target.path)
  }

  list(name = '', options?: ListOptions): Promise<Entry[]> {
    return Array.fromAsync(this.storage.list(this.key(name), options))
  }

  /** Names of what lies under a name, without this test's own prefix. */
  async names(name = '', options?: ListOptions): Promise<string[]> {
    return (await this.list(name, options)).map((entry) => entry.key.slice(this.subject.prefix.length))
  }

  /** Waits until a write of the same size gets another version. */
  async nextVersion(): Promise<void> {
    await sleep(this.subject.versionStepMs ?? 0)
  }

  /** The call must reject with a StorageError of one of these codes, whose message tells no secret. */
  async rejects(call: Promise<unknown>, ...codes: StorageErrorCode[]): Promise<BatchError> {
    const error = await expectRejection(call, { name: 'StorageError', codes })
    this.expectNoSecret(error.message)
    return error
  }

  expectNoSecret(text: string): void {
    for (const secret of this.subject.secrets ?? [])
      assert.ok(!text.includes(secret), 'Expected a text without secrets')
  }
}

/** Where a download goes. */
export interface DownloadTarget {
  readonly path: string
  /** Everything in its folder. */
  left(): Promise<string[]>
}
