import { TimeoutError } from '@rittdoc-batch/core'

/** Options of {@link CachedLook}. */
export interface CachedLookOptions {
  /** How long an answer is good, in milliseconds; longer where it takes long to get, so that looking is never all that happens. */
  readonly ageMs: number
  /** How long to wait for an answer, in milliseconds. */
  readonly deadlineMs: number
}

/** An answer is kept at least this many times as long as it took to get. */
const REST = 20

/** Asks for something at most every so often, once for all who want to know, and never longer than a deadline. */
export class CachedLook<T> {
  readonly #look: () => Promise<T>
  readonly #options: CachedLookOptions
  #asked: Promise<T> | undefined
  #askedAt = 0
  #goodUntil = 0

  constructor(look: () => Promise<T>, options: CachedLookOptions) {
    this.#look = look
    this.#options = options
  }

  /** The answer, fresh or kept. @throws TimeoutError, and what the look throws */
  get(): Promise<T> {
    if (this.#asked !== undefined && performance.now() < this.#goodUntil) return this.#asked
    const started = performance.now()
    const asked = this.#inTime()
    this.#asked = asked
    this.#askedAt = started
    this.#goodUntil = Number.POSITIVE_INFINITY // until it is answered, everybody waits for the same
    const keep = () => {
      if (this.#asked !== asked) return
      const now = performance.now()
      this.#goodUntil = now + Math.max(this.#options.ageMs, (now - started) * REST)
    }
    asked.then(keep, keep)
    return asked
  }

  /** Whether the next answer knows what happened until then, in milliseconds of `performance.now()`. */
  knows(until: number): boolean {
    return this.#asked === undefined || performance.now() >= this.#goodUntil || this.#askedAt >= until
  }

  /** The next answer is a fresh one. */
  forget(): void {
    this.#asked = undefined
  }

  async #inTime(): Promise<T> {
    const { deadlineMs } = this.#options
    const late = Promise.withResolvers<never>()
    const error = new TimeoutError(`No answer within ${deadlineMs / 1_000} s`)
    const timer = setTimeout(() => late.reject(error), deadlineMs)
    try {
      return await Promise.race([this.#look(), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}
