import { createHash } from 'node:crypto'
import { runJob, toError } from '@rittdoc-batch/core'
import type { PgBoss } from 'pg-boss'
import { placeOf } from '../address.ts'
import { postgresError } from '../postgres-error.ts'
import { expectSchedulerOptions, type PostgresSchedulerOptions } from './postgres-scheduler-options.ts'

/** A run that sends no sign of life for so long is given to another process, in seconds. */
const SILENCE_SECONDS = 30
/** pg-boss lets a job run no longer. */
const LONGEST_RUN_SECONDS = 86_400
/** Runs that processes ask for at their start within so many seconds are one. */
const STARTED_TOGETHER_SECONDS = 60

/**
 * Runs a job at an interval, one run at a time over all processes and machines that share the database: whichever is
 * alive does it. Its clock, its queue and the hand-over of runs whose process is gone are those of pg-boss. Installs no
 * signal handlers and touches nothing of the process around it.
 */
export class PostgresScheduler {
  readonly #options: PostgresSchedulerOptions
  readonly #queue: string
  readonly #stopping = new AbortController()
  readonly #stopped = Promise.withResolvers<void>()
  #boss: Promise<PgBoss> | undefined
  #isRunning = false

  /** @throws ConfigError */
  constructor(options: PostgresSchedulerOptions) {
    expectSchedulerOptions(options)
    this.#options = options
    this.#queue = `run-${createHash('sha256').update(options.name).digest('hex').slice(0, 16)}`
  }

  /** Whether this process does a run now. */
  get isRunning(): boolean {
    return this.#isRunning
  }

  /** When the next run begins, whoever does it; undefined before {@link PostgresScheduler.start} and once stopped. */
  get nextRunAt(): Date | undefined {
    if (this.#boss === undefined || this.#stopping.signal.aborted) return undefined
    const { intervalMs } = this.#options
    return new Date((Math.floor(Date.now() / intervalMs) + 1) * intervalMs) // pg-boss counts them from 1970
  }

  /**
   * Takes part in the schedule.
   * @returns a promise that resolves when {@link PostgresScheduler.stop} has ended it
   * @throws RegistryError when the database cannot be used at the start
   */
  async start(): Promise<void> {
    this.#boss ??= this.#begin()
    try {
      await this.#boss
    } catch (error) {
      throw postgresError(error, placeOf(this.#options.url))
    }
    return this.#stopped.promise
  }

  /** Takes no part any more. A run under way is told to stop through its signal, waited for, and given to another process. */
  async stop(): Promise<void> {
    const boss = await this.#boss?.catch(() => undefined)
    await boss?.offWork(this.#queue, { wait: false }) // or it would take the run that it gives away
    this.#stopping.abort()
    await boss?.stop({ graceful: true, timeout: this.#patienceMs })
    this.#stopped.resolve()
  }

  get #patienceMs(): number {
    return this.#options.patienceMs ?? 120_000
  }

  async #begin(): Promise<PgBoss> {
    const { makeBoss } = await import('./make-boss.ts')
    const boss = await makeBoss(this.#options)
    boss.on('error', (error) => this.#options.onTrouble?.(error))
    await boss.start()
    await this.#makeQueue(boss)
    const minutes = this.#options.intervalMs / 60_000
    await boss.schedule(this.#queue, `FREQ=MINUTELY;INTERVAL=${minutes}`, {}, { missed: 'once' })
    if (this.#options.runOnStartup) await boss.send(this.#queue, {}, { singletonSeconds: STARTED_TOGETHER_SECONDS })
    const looks = { pollingIntervalSeconds: 5, notifyPollingIntervalSeconds: 5 } // a run that is handed over is not told of
    await boss.work(this.#queue, looks, async ([job]) => this.#run(job?.signal))
    return boss
  }

  /** `exclusive`: one run waits or goes on, whatever the number of ticks. */
  async #makeQueue(boss: PgBoss): Promise<void> {
    const runSeconds = Math.ceil(((this.#options.runTimeoutMs ?? Number.POSITIVE_INFINITY) + this.#patienceMs) / 1_000)
    const settings = {
      ...{ expireInSeconds: Math.min(runSeconds, LONGEST_RUN_SECONDS), heartbeatSeconds: SILENCE_SECONDS },
      ...{ retryLimit: 5, retryDelay: 0, notify: true },
    }
    await boss.createQueue(this.#queue, { policy: 'exclusive', ...settings })
    await boss.updateQueue(this.#queue, settings) // those of the process that was started last
  }

  /** A run that fails is told and done with: the next tick tries again. One that had to stop goes to another process. */
  async #run(lost = new AbortController().signal): Promise<void> {
    const { job, intervalMs, runTimeoutMs, onFailed, onSkipped } = this.#options
    const started = performance.now()
    const signal = AbortSignal.any([lost, this.#stopping.signal])
    this.#isRunning = true
    try {
      await runJob(job, { signal, runTimeoutMs, patienceMs: this.#patienceMs })
    } catch (error) {
      onFailed?.(toError(error))
    } finally {
      this.#isRunning = false
    }
    const tookMs = performance.now() - started
    if (tookMs > intervalMs) onSkipped?.(tookMs)
    if (this.#stopping.signal.aborted) throw new Error('Stopped before the run was finished')
  }
}
