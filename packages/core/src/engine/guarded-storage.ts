import pLimit, { type LimitFunction } from 'p-limit'
import type {
  CallOptions,
  Entry,
  ListOptions,
  ObjectVersion,
  Storage,
  StorageTraits,
  StoredObject,
} from '../contracts/storage.ts'
import { withDeadline } from './deadline.ts'
import { readInTime } from './guarded-listing.ts'

/** How long calls of a storage may take, in milliseconds. */
export interface StorageLimits {
  /** One download or upload. */
  readonly transferMs: number
  /** Everything else; of a listing the wait for each next entry. @default 120_000 */
  readonly callMs?: number | undefined
  /** How long a call may take to end once it is told to. @default 5_000 */
  readonly patienceMs?: number | undefined
}

/**
 * A storage whose every call has a deadline of the engine's own. Adapters have theirs, but one that hangs, whoever wrote
 * it, must not hang the engine: the call is told to stop, given up, and reported as a `timeout` of this storage. More
 * transfers than the storage's traits allow wait for their turn, which counts for no deadline.
 */
export class GuardedStorage implements Storage {
  readonly id: string
  readonly traits: StorageTraits
  readonly #inner: Storage
  readonly #turns: LimitFunction
  readonly #limits: { readonly transferMs: number; readonly callMs: number; readonly patienceMs: number }

  constructor(inner: Storage, limits: StorageLimits) {
    this.#inner = inner
    this.#limits = {
      transferMs: limits.transferMs,
      callMs: limits.callMs ?? 120_000,
      patienceMs: limits.patienceMs ?? 5_000,
    }
    this.id = inner.id
    this.traits = inner.traits
    this.#turns = pLimit(inner.traits.maxConcurrency)
  }

  locate(key: string): string {
    return this.#inner.locate(key)
  }

  open(options: CallOptions = {}): Promise<void> {
    return this.#guard(`Opening ${this.id}`, options, (signal) => this.#inner.open({ signal }))
  }

  list(prefix: string, options: ListOptions = {}): AsyncIterable<Entry> {
    const what = `The listing of ${this.locate(prefix)}`
    const { callMs: timeoutMs, patienceMs } = this.#limits
    const limit = { what, storage: this.id, timeoutMs, patienceMs, signal: options.signal }
    return readInTime(limit, (signal) => this.#inner.list(prefix, { ...options, signal }))
  }

  stat(key: string, options: CallOptions = {}): Promise<StoredObject | undefined> {
    return this.#guard(`Looking at ${key}`, options, (signal) => this.#inner.stat(key, { signal }))
  }

  download(from: ObjectVersion, toFile: string, options: CallOptions = {}): Promise<{ sha256: string }> {
    const call = (signal: AbortSignal) => this.#inner.download(from, toFile, { signal })
    return this.#turns(() => this.#guard(`The download of ${from.key}`, options, call, this.#limits.transferMs))
  }

  upload(fromFile: string, key: string, options: CallOptions = {}): Promise<StoredObject> {
    const call = (signal: AbortSignal) => this.#inner.upload(fromFile, key, { signal })
    return this.#turns(() => this.#guard(`The upload of ${key}`, options, call, this.#limits.transferMs))
  }

  remove(key: string, options: CallOptions = {}): Promise<void> {
    return this.#guard(`Removing ${key}`, options, (signal) => this.#inner.remove(key, { signal }))
  }

  sweep(key: string, options: CallOptions = {}): Promise<number> {
    return this.#guard(`Clearing up at ${key}`, options, (signal) => this.#inner.sweep(key, { signal }))
  }

  /** Resolves in any case: what a storage does not manage to end must not keep the rest from being closed. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, this.#limits.patienceMs)
    await Promise.race([promise, this.#inner.close().catch(() => {})])
    clearTimeout(timer)
  }

  #guard<T>(
    what: string,
    options: CallOptions,
    call: (signal: AbortSignal) => Promise<T>,
    timeoutMs = this.#limits.callMs,
  ): Promise<T> {
    const signal = options.signal ?? new AbortController().signal
    const { patienceMs } = this.#limits
    return withDeadline({ what, timeoutMs, signal, patienceMs, context: { storage: this.id } }, call)
  }
}
