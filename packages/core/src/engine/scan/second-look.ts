import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { RecordResult, SeenFile } from '../../contracts/registry.ts'
import { LOOK_INTERVAL_MS } from '../../rules/settling.ts'
import type { EngineContext } from '../context.ts'
import { seenFile } from './seen-file.ts'

/** Files that wait for their second look; a longer queue holds the listing back, so that memory stays bounded. */
const QUEUE_LIMIT = 50_000
/** Files looked at and recorded together. */
const BATCH = 1_000
/** Looks under way at the same time. */
const CONCURRENT_LOOKS = 8

/**
 * Looks once more at files that were seen for the first time on a storage that shows unfinished uploads, so that a
 * first run is not idle: one stat each, {@link LOOK_INTERVAL_MS} after the first look. Files too young to be taken even
 * then are left to the next scan.
 */
export class SecondLook {
  readonly #context: EngineContext
  readonly #onRecorded: (result: RecordResult, before: number) => void
  readonly #queue: { readonly file: SeenFile; readonly lookAt: number }[] = []

  /** `onRecorded` gets what the registry made of each batch, and how many files were in it. */
  constructor(context: EngineContext, onRecorded: (result: RecordResult, before: number) => void) {
    this.#context = context
    this.#onRecorded = onRecorded
  }

  /** Queues files that are old enough to be taken at a second look; waits for room when the queue is full. */
  async add(files: readonly SeenFile[], signal: AbortSignal): Promise<void> {
    const lookAt = Date.now() + LOOK_INTERVAL_MS + 50 // a little more than the interval that the registry measures
    for (const file of files) {
      if (lookAt - file.modifiedAt.getTime() >= this.#context.minAgeMs) this.#queue.push({ file, lookAt })
    }
    while (this.#queue.length > QUEUE_LIMIT) await this.#lookAtOldest(signal)
  }

  /** Looks at everything that is queued. */
  async finish(signal: AbortSignal): Promise<void> {
    while (this.#queue.length > 0) await this.#lookAtOldest(signal)
  }

  async #lookAtOldest(signal: AbortSignal): Promise<void> {
    const waitMs = (this.#queue[0]?.lookAt ?? 0) - Date.now()
    if (waitMs > 0) await sleep(waitMs, undefined, { signal })
    const now = Date.now()
    const due = this.#queue.findIndex(({ lookAt }) => lookAt > now)
    const batch = this.#queue.splice(0, Math.min(BATCH, due === -1 ? this.#queue.length : due))
    const limit = pLimit(CONCURRENT_LOOKS)
    const looked = await Promise.all(batch.map(({ file }) => limit(() => this.#look(file, signal))))
    const files = looked.filter((file) => file !== undefined)
    const result = await this.#context.registry.record(files, { settleMs: this.#context.minAgeMs, signal })
    this.#onRecorded(result, files.length)
  }

  /** The file as it stands now; undefined when it is gone or cannot be seen: the next scan decides. */
  async #look(file: SeenFile, signal: AbortSignal): Promise<SeenFile | undefined> {
    const object = await this.#context.storage.stat(file.key, { signal }).catch(() => undefined)
    return object && seenFile(this.#context, file.publisher, object)
  }
}
