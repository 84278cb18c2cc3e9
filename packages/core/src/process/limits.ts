import type { ProcessFamily } from './process-family.ts'
import { hasProcessTable } from './process-table.ts'
import type { SuperviseOptions } from './supervise.ts'

/** Why a program is ended before it ended by itself. */
export type Breach =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'aborted'; readonly reason: unknown }
  /** A callback of the caller threw. */
  | { readonly kind: 'callback'; readonly error: unknown }

/** Memory is looked at this often; a program that grows faster than that overshoots. */
const LOOK_MS = 400
/** Longer timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Watches time, memory and the caller's signal until {@link LimitWatch.end}. */
export class LimitWatch {
  /** Resolves with the first breach; stays pending without one. */
  readonly broken: Promise<Breach>
  /** Highest memory seen, in bytes. */
  peakBytes = 0
  /** The first error of a callback, also one that came too late to be the first breach. */
  callbackBreach: Breach | undefined
  readonly #break: (breach: Breach) => void
  readonly #signal: AbortSignal | undefined
  readonly #onAbort: () => void
  readonly #timers: NodeJS.Timeout[]

  constructor(options: SuperviseOptions, family: ProcessFamily) {
    const { promise, resolve } = Promise.withResolvers<Breach>()
    this.broken = promise
    this.#break = resolve
    this.#signal = options.signal
    this.#onAbort = () => resolve({ kind: 'aborted', reason: options.signal?.reason })
    this.#timers = [setTimeout(() => resolve({ kind: 'timeout' }), Math.min(options.timeoutMs, LONGEST_TIMER_MS))]
    if (hasProcessTable) {
      const limit = options.memoryLimitBytes ?? Number.POSITIVE_INFINITY
      this.#timers.push(setInterval(() => this.#look(family, limit), LOOK_MS))
    }
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (this.#signal?.aborted) this.#onAbort()
  }

  /** Wraps a callback of the caller: when it throws, that is a breach and not an uncaught exception. */
  guard<T extends unknown[]>(callback: ((...args: T) => unknown) | undefined): (...args: T) => void {
    return (...args) => {
      try {
        callback?.(...args)
      } catch (error) {
        this.callbackBreach ??= { kind: 'callback', error }
        this.#break(this.callbackBreach)
      }
    }
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }

  #look(family: ProcessFamily, limit: number): void {
    try {
      const bytes = family.memoryBytes(limit)
      this.peakBytes = Math.max(this.peakBytes, bytes)
      if (bytes > limit) this.#break({ kind: 'memory', bytes })
    } catch {
      // Out of descriptors for a moment: there is a next look.
    }
  }
}
