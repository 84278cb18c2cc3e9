import { type ErrorContext, TimeoutError } from '../errors.ts'

/** A limit around one call. */
export interface Deadline {
  /** What is limited, as the beginning of a sentence, for example `The upload of a.zip`. */
  readonly what: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** How long after the abort the call may take to end before it is given up. @default 8_000 */
  readonly patienceMs?: number | undefined
  /** Facts for the error. */
  readonly context?: ErrorContext | undefined
}

/**
 * Runs a call with a deadline of ours. The signal that it gets aborts at the deadline or when `signal` does; a call
 * that does not end then is given up after `patienceMs`, so that nothing can hold the engine for ever.
 * @throws TimeoutError at the deadline; what the call threw, or the reason of `signal`, otherwise
 */
export async function withDeadline<T>(limit: Deadline, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  limit.signal.throwIfAborted()
  const own = new AbortController()
  const seconds = Math.round(limit.timeoutMs / 100) / 10
  const late = new TimeoutError(`${limit.what} did not end within ${seconds} s`, limit.context)
  const timer = setTimeout(() => own.abort(late), limit.timeoutMs)
  const signal = AbortSignal.any([limit.signal, own.signal])
  const patience = new Patience(signal, limit.patienceMs ?? 8_000)
  try {
    return await Promise.race([call(signal), patience.over])
  } catch (error) {
    throw own.signal.aborted ? late : error
  } finally {
    clearTimeout(timer)
    patience.end()
  }
}

/** Rejects some time after a signal aborted. */
class Patience {
  readonly over: Promise<never>
  readonly #signal: AbortSignal
  readonly #start: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(signal: AbortSignal, patienceMs: number) {
    this.#signal = signal
    const { promise, reject } = Promise.withResolvers<never>()
    this.over = promise
    promise.catch(() => {}) // nobody may be waiting for it any more
    this.#start = () => {
      this.#timer = setTimeout(() => reject(signal.reason), patienceMs)
    }
    signal.addEventListener('abort', this.#start, { once: true })
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#start)
    clearTimeout(this.#timer)
  }
}
