import type { S3Client } from '@aws-sdk/client-s3'
import {
  type CallOptions,
  type Entry,
  type ListOptions,
  type ObjectVersion,
  type Storage,
  StorageError,
  type StorageTraits,
  type StoredObject,
} from '@rittdoc-batch/core'
import type { CallContext } from './call-context.ts'
import { downloadObject } from './download-object.ts'
import { listPages, probeBucket } from './list-objects.ts'
import { expectKey } from './object-key.ts'
import type { S3StorageOptions } from './options.ts'
import { removeObject } from './remove-object.ts'
import { s3Error } from './s3-error.ts'
import { makeClient, type Settings, toSettings } from './settings.ts'
import { statObject } from './stat-object.ts'
import { sweepUploads } from './sweep-uploads.ts'
import { uploadFile } from './upload-file.ts'

/** Transfers at the same time: each has up to four requests under way. */
const TRANSFERS = 8

/**
 * A bucket as a storage.
 *
 * A key is the key of the object, byte for byte. The version is the ETag, which listings and single answers both have.
 * Files above 16 MiB go up in parts, which nobody sees until the last request puts the whole object in place; what a
 * killed process leaves are open multipart uploads under the object's key, and `sweep` aborts those.
 */
export class S3Storage implements Storage {
  readonly id: string
  readonly traits: StorageTraits = { partialVisible: false, parallelList: true, maxConcurrency: TRANSFERS }
  readonly #options: S3StorageOptions
  readonly #settings: Settings
  #client: S3Client | undefined
  #isClosed = false

  /** Does no I/O. @throws ConfigError with everything that is wrong with the options */
  constructor(options: S3StorageOptions) {
    this.#settings = toSettings(options)
    this.#options = options
    this.id = this.#settings.id
  }

  locate(key: string): string {
    return `${this.id}/${key}`
  }

  async open(options: CallOptions = {}): Promise<void> {
    this.#isClosed = false
    await this.#attempt(`open ${this.id}`, options, (context) => probeBucket(context, this.#settings.probePrefix))
  }

  async *list(prefix: string, options: ListOptions = {}): AsyncGenerator<Entry> {
    const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
    const { signal, recursive = false } = options
    try {
      for await (const page of listPages(this.#context(signal), folder, recursive)) {
        for (const entry of page) {
          signal?.throwIfAborted()
          yield entry
        }
      }
    } catch (error) {
      throw s3Error(error, `list ${this.locate(folder)}`, { key: prefix, storage: this.id, signal })
    }
  }

  async stat(key: string, options?: CallOptions): Promise<StoredObject | undefined> {
    return this.#attempt(`look at ${this.locate(key)}`, { ...options, key }, (context) => statObject(context, key))
  }

  async download(from: ObjectVersion, toFile: string, options?: CallOptions): Promise<{ sha256: string }> {
    return this.#attempt(`read ${this.locate(from.key)}`, { ...options, key: from.key }, async (context) => ({
      sha256: await downloadObject(context, from, toFile),
    }))
  }

  async upload(fromFile: string, key: string, options?: CallOptions): Promise<StoredObject> {
    const { ServerSideEncryption: how, SSEKMSKeyId: kmsKey } = this.#settings.encryption
    // Services blame the wrong thing for an encryption that they refuse.
    const encrypted = how === undefined ? '' : ` (encrypted: ${[how, kmsKey].filter(Boolean).join(', key ')})`
    return this.#attempt(`write ${this.locate(key)}${encrypted}`, { ...options, key }, (context) =>
      uploadFile(context, fromFile, key),
    )
  }

  async remove(key: string, options?: CallOptions): Promise<void> {
    await this.#attempt(`remove ${this.locate(key)}`, { ...options, key }, (context) => removeObject(context, key))
  }

  async sweep(key: string, options?: CallOptions): Promise<number> {
    return this.#attempt(`clear leftovers of ${this.locate(key)}`, { ...options, key }, (context) =>
      sweepUploads(context, key),
    )
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#client?.destroy()
    this.#client = undefined
  }

  /** Runs a call and names what failed. */
  async #attempt<T>(
    what: string,
    { signal, key }: CallOptions & { key?: string },
    work: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    try {
      signal?.throwIfAborted()
      if (key !== undefined) expectKey(key)
      return await work(this.#context(signal))
    } catch (error) {
      throw s3Error(error, what, { key, storage: this.id, signal })
    }
  }

  #context(signal: AbortSignal | undefined): CallContext {
    if (this.#isClosed) throw new StorageError('unavailable', `Could not use ${this.id}: it was closed`)
    const client = this.#options.client ?? this.#client ?? makeClient(this.#options)
    if (this.#options.client === undefined) this.#client = client
    return { client, settings: this.#settings, signal }
  }
}
