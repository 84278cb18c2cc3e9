import { hostname } from 'node:os'
import type { BatchProcessor, RunReport } from '@rittdoc-batch/core'
import { FailureDigest } from './failure-digest.ts'
import { type Channel, NOTICE_KINDS, type Notice, type NoticeKind } from './notice.ts'
import { Outbox } from './outbox.ts'

/** Options of {@link Notifier}. */
export interface NotifierOptions {
  readonly processor: Pick<BatchProcessor, 'events'>
  readonly channels: readonly Channel[]
  /** What is worth a notice. @default all of them */
  readonly kinds?: readonly NoticeKind[] | undefined
  /** Tell when nothing was processed for so long, in milliseconds. @default never */
  readonly idleMs?: number | undefined
  /** Between two notices on failures at least, in milliseconds; runs in between are told together. @default 900_000 */
  readonly pauseMs?: number | undefined
  /** Limit for one try to deliver, in milliseconds. @default 30_000 */
  readonly sendTimeoutMs?: number | undefined
  /** Wait before a second try to deliver, in milliseconds; doubles with each. @default 2_000 */
  readonly retryDelayMs?: number | undefined
  /** A notice could not be delivered. @default nobody is told */
  readonly onProblem?: ((channel: string, error: Error) => void) | undefined
}

const PAUSE_MS = 900_000

/**
 * Tells people what they should know, once: one digest for the failures of a run, one notice when a storage goes out of
 * order or nothing is processed any more, and one when that is over. It works in the background and never disturbs a run.
 */
export class Notifier {
  readonly #options: NotifierOptions
  readonly #outbox: Outbox
  readonly #digest = new FailureDigest()
  readonly #ends: readonly (() => void)[]
  readonly #outages = new Set<string>()
  #digestAt = Number.NEGATIVE_INFINITY
  #digestTimer: NodeJS.Timeout | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #isIdle = false

  /** Watches from now on. */
  constructor(options: NotifierOptions) {
    const { channels, sendTimeoutMs = 30_000, retryDelayMs = 2_000, onProblem = () => {} } = options
    this.#options = options
    this.#outbox = new Outbox({ channels, sendTimeoutMs, retryDelayMs, onProblem })
    this.#ends = this.#watch()
    this.#waitForWork()
  }

  /**
   * Sends what was held back, and waits for what is under way.
   * @param patienceMs how long to wait, in milliseconds; what is not delivered then is told as a problem
   */
  async stop(patienceMs = 10_000): Promise<void> {
    for (const end of this.#ends) end()
    clearTimeout(this.#idleTimer)
    this.#sendDigest()
    await this.#outbox.close(patienceMs)
  }

  #watch(): (() => void)[] {
    const { events } = this.#options.processor
    return [
      events.on('runFinished', ({ report }) => this.#noteRun(report)),
      events.on('outage', ({ storage, error }) => {
        if (this.#outages.has(storage)) return
        this.#outages.add(storage)
        const text = `${error.message}\nNo books are begun until it answers again; none is lost, and none counts as failed.`
        this.#tell('outage', { title: `${storage} is out of order`, text })
      }),
      events.on('attemptFinished', ({ result: { status } }) => {
        if (status === 'completed') this.#endOutages()
        if (status === 'completed' || status === 'failed') this.#noteWork()
      }),
    ]
  }

  #noteRun(report: RunReport): void {
    if (report.outage === undefined) this.#endOutages()
    if (!this.#digest.add(report) || this.#digestTimer !== undefined) return
    const waitMs = this.#digestAt + (this.#options.pauseMs ?? PAUSE_MS) - performance.now()
    if (waitMs <= 0) this.#sendDigest()
    else this.#digestTimer = setTimeout(() => this.#sendDigest(), waitMs).unref()
  }

  #sendDigest(): void {
    clearTimeout(this.#digestTimer)
    this.#digestTimer = undefined
    if (this.#digest.isEmpty) return
    this.#digestAt = performance.now()
    this.#tell('failures', this.#digest.take())
  }

  #endOutages(): void {
    for (const storage of this.#outages) {
      this.#tell('recovered', { title: `${storage} is there again`, text: 'Books are being processed again.' })
    }
    this.#outages.clear()
  }

  #noteWork(): void {
    if (this.#isIdle) this.#tell('recovered', { title: 'Books are processed again', text: 'The idle time has ended.' })
    this.#waitForWork()
  }

  #waitForWork(): void {
    const { idleMs } = this.#options
    this.#isIdle = false
    clearTimeout(this.#idleTimer)
    if (idleMs === undefined) return
    this.#idleTimer = setTimeout(() => {
      this.#isIdle = true
      const hours = Math.round(idleMs / 360_000) / 10
      const text =
        'Either no books come, or something keeps them from being found: look at the status page and the log.'
      this.#tell('idle', { title: `Nothing was processed for ${hours} hour${hours === 1 ? '' : 's'}`, text })
    }, idleMs).unref()
  }

  #tell(kind: NoticeKind, { title, text }: Pick<Notice, 'title' | 'text'>): void {
    const { kinds = NOTICE_KINDS } = this.#options
    if (kinds.includes(kind)) this.#outbox.send({ kind, title, text, at: new Date(), host: hostname() })
  }
}
