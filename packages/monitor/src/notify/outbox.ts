import { toError } from '@rittdoc-batch/core'
import pRetry from 'p-retry'
import type { Channel, Notice } from './notice.ts'

/** Options of {@link Outbox}. */
export interface OutboxOptions {
  readonly channels: readonly Channel[]
  /** Limit for one try, in milliseconds. */
  readonly sendTimeoutMs: number
  /** Wait before the second try, in milliseconds; doubles with each. */
  readonly retryDelayMs: number
  /** A notice could not be delivered. */
  readonly onProblem: (channel: string, error: Error) => void
}

/** Tries in all. */
const TRIES = 4
/** Notices on their way on one channel; more are given up, so that a dead server costs no memory. */
const MOST_UNDER_WAY = 20

/** Sends notices in the background: nobody waits for it, and what fails is told and forgotten. */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #underWay = new Set<Promise<void>>()
  readonly #stop = new AbortController()

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  send(notice: Notice): void {
    for (const channel of this.#options.channels) {
      if (this.#underWay.size >= MOST_UNDER_WAY * this.#options.channels.length) {
        this.#options.onProblem(channel.name, new Error('Too many notices wait to be delivered; this one is given up'))
        continue
      }
      const sent = this.#deliver(channel, notice).finally(() => this.#underWay.delete(sent))
      this.#underWay.add(sent)
    }
  }

  /** Waits for what is under way, but not longer than this. */
  async close(patienceMs: number): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(new Error('Not delivered before the end')), patienceMs)
    await Promise.all(this.#underWay)
    clearTimeout(timer)
  }

  async #deliver(channel: Channel, notice: Notice): Promise<void> {
    const { sendTimeoutMs, retryDelayMs, onProblem } = this.#options
    const stop = this.#stop.signal
    const once = async () => {
      const signal = AbortSignal.any([AbortSignal.timeout(sendTimeoutMs), stop])
      await Promise.race([channel.send(notice, { signal }), aborted(signal)])
    }
    try {
      await pRetry(once, { retries: TRIES - 1, minTimeout: retryDelayMs, randomize: true, signal: stop })
    } catch (error) {
      onProblem(channel.name, toError(error))
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
