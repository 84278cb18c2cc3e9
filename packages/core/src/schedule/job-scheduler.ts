import { AsyncTask, SimpleIntervalJob, ToadScheduler } from 'toad-scheduler'
import { ConfigError, toError } from '../errors.ts'
import { runJob } from './run-job.ts'

/** Options of {@link JobScheduler}. */
export interface JobSchedulerOptions {
  /** One run. Its signal aborts at the deadline or on {@link JobScheduler.stop}; what it throws is told and survived. */
  readonly job: (signal: AbortSignal) => Promise<void>
  /** Time from one start to the next in milliseconds, from 1 to 2^31 - 1. */
  readonly intervalMs: number
  /** Begin with a run instead of with a wait. @default false */
  readonly runOnStartup?: boolean | undefined
  /**
   * A run that takes longer is told to stop through its signal, in milliseconds. @default no deadline
   */
  readonly runTimeoutMs?: number | undefined
  /**
   * How long a run may take to end once it is told to, in milliseconds. One that does not is given up and told as
   * failed, so that the schedule goes on. @default 120_000
   */
  readonly patienceMs?: number | undefined
  /** A tick came while a run was still going on and was skipped. */
  readonly onSkipped?: ((runningForMs: number) => void) | undefined
  /** A run rejected. */
  readonly onFailed?: ((error: Error) => void) | undefined
}

/** A timer takes no more milliseconds than this; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Runs a job at an interval, one run at a time: a tick that comes while a run goes on is skipped and told. A run that
 * fails does not end the schedule. Installs no signal handlers and touches nothing of the process around it.
 */
export class JobScheduler {
  readonly #options: JobSchedulerOptions
  readonly #scheduler = new ToadScheduler()
  readonly #stopped = Promise.withResolvers<void>()
  #started = false
  #nextRunAt: Date | undefined
  #run: { readonly since: number; readonly abort: AbortController; readonly done: Promise<void> } | undefined

  /** @throws ConfigError */
  constructor(options: JobSchedulerOptions) {
    const problems = [
      ...problemWith('intervalMs', options.intervalMs),
      ...problemWith('runTimeoutMs', options.runTimeoutMs),
      ...problemWith('patienceMs', options.patienceMs),
    ]
    if (problems.length > 0) throw new ConfigError(`Invalid schedule: ${problems.join('; ')}`, problems)
    this.#options = options
  }

  /** Whether a run goes on now. */
  get isRunning(): boolean {
    return this.#run !== undefined
  }

  /** When the next run begins, unless one goes on then; undefined before {@link JobScheduler.start} and once stopped. */
  get nextRunAt(): Date | undefined {
    return this.#nextRunAt
  }

  /** Starts the schedule. @returns a promise that resolves when {@link JobScheduler.stop} has ended it */
  start(): Promise<void> {
    if (!this.#started) {
      this.#started = true
      this.#expectTick()
      const task = new AsyncTask('rittdoc-batch', async () => this.#tick())
      const interval = { milliseconds: this.#options.intervalMs, runImmediately: this.#options.runOnStartup ?? false }
      // Overlap is prevented here and not by toad-scheduler, because a skipped tick must be told.
      this.#scheduler.addSimpleIntervalJob(new SimpleIntervalJob(interval, task, { preventOverrun: false }))
    }
    return this.#stopped.promise
  }

  /**
   * Ends the schedule: no further runs; a run under way is told to stop through its signal and waited for, as long as
   * the patience lasts.
   */
  async stop(): Promise<void> {
    this.#scheduler.stop()
    this.#nextRunAt = undefined
    this.#run?.abort.abort()
    await this.#run?.done
    this.#stopped.resolve()
  }

  #expectTick(): void {
    this.#nextRunAt = new Date(Date.now() + this.#options.intervalMs)
  }

  async #tick(): Promise<void> {
    this.#expectTick()
    if (this.#run !== undefined) {
      this.#options.onSkipped?.(performance.now() - this.#run.since)
      return
    }
    const abort = new AbortController()
    const done = this.#runOnce(abort)
    this.#run = { since: performance.now(), abort, done }
    await done
    this.#run = undefined
  }

  /** Resolves when the run has ended, or was given up. */
  async #runOnce({ signal }: AbortController): Promise<void> {
    const { job, runTimeoutMs, patienceMs, onFailed } = this.#options
    try {
      await runJob(job, { signal, runTimeoutMs, patienceMs })
    } catch (error) {
      onFailed?.(toError(error))
    }
  }
}

function problemWith(name: string, value: number | undefined): string[] {
  if (value === undefined || (value >= 1 && value <= MAX_TIMER_MS)) return []
  return [`Expected ${name} to be from 1 to ${MAX_TIMER_MS} milliseconds, got ${value}`]
}
