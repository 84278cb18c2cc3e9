import type { Entry } from '../contracts/storage.ts'
import { TimeoutError } from '../errors.ts'

/** A listing and the limits around it. */
export interface ListingLimit {
  /** What is listed, as the beginning of a sentence. */
  readonly what: string
  /** {@link Storage.id}, for the error. */
  readonly storage: string
  /** Longest wait for the next entry, in milliseconds. */
  readonly timeoutMs: number
  /** How long a listing may take to end once it is told to, in milliseconds. */
  readonly patienceMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * Reads a listing whose every entry must come in time. One timer serves all entries, because listings have millions.
 * `begin` gets the signal that ends the listing.
 * @throws TimeoutError when an entry does not come; the reason of the signal when it is aborted; what the listing throws
 */
export async function* readInTime(
  limit: ListingLimit,
  begin: (signal: AbortSignal) => AsyncIterable<Entry>,
): AsyncGenerator<Entry> {
  limit.signal?.throwIfAborted()
  const watch = new ListingWatch(limit)
  const entries = begin(watch.signal)[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (;;) {
      const next = await watch.wait(entries.next())
      isOver = next.done === true
      if (next.done) return
      yield next.value
    }
  } finally {
    watch.end()
    // Not awaited: a listing that hangs does not end either when nobody reads on.
    if (!isOver) void Promise.resolve(entries.return?.()).catch(() => {})
  }
}

/** The timer of one listing. */
class ListingWatch {
  readonly #limit: ListingLimit
  readonly #abort = new AbortController()
  readonly #onAbort = () => this.#endWith(this.#limit.signal?.reason)
  readonly #timer: NodeJS.Timeout
  #patience: NodeJS.Timeout | undefined
  #giveUp: ((reason: unknown) => void) | undefined

  constructor(limit: ListingLimit) {
    this.#limit = limit
    limit.signal?.addEventListener('abort', this.#onAbort, { once: true })
    const late = () =>
      new TimeoutError(`${limit.what} stopped: no entry came within ${limit.timeoutMs / 1_000} s`, {
        storage: limit.storage,
      })
    this.#timer = setTimeout(() => this.#giveUp && this.#endWith(late()), limit.timeoutMs)
  }

  /** Aborts when the listing is to end. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Waits for an entry, not longer than the limit. A plain promise each: a race with one that lasts would grow for ever. */
  async wait<T>(entry: Promise<T>): Promise<T> {
    this.#timer.refresh()
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#giveUp = reject
        entry.then(resolve, reject)
      })
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : error
    } finally {
      this.#giveUp = undefined
    }
  }

  end(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#patience)
    this.#limit.signal?.removeEventListener('abort', this.#onAbort)
    this.#abort.abort()
  }

  #endWith(reason: unknown): void {
    this.#abort.abort(reason)
    this.#patience = setTimeout(() => this.#giveUp?.(reason), this.#limit.patienceMs)
  }
}
