import { setTimeout as sleep } from 'node:timers/promises'
import type { Claim, Phase } from '../../contracts/registry.ts'
import { BatchError, errorCode, toError } from '../../errors.ts'
import type { EngineContext } from '../context.ts'
import type { ActiveJob } from './active-job.ts'

/** Between two looks at a locked registry, which waits by itself for most of the time. */
const LOCKED_PAUSE_MS = 100

/**
 * Keeps the leases of all running jobs alive: one call for all of them, three times per lease. A job whose lease is
 * lost, or could not be renewed until its end, is aborted: somebody else may work on the file.
 */
export class Heartbeat {
  readonly #context: EngineContext
  readonly #jobs = new Map<ActiveJob, { renewedAt: number }>()
  #timer: NodeJS.Timeout | undefined

  constructor(context: EngineContext) {
    this.#context = context
  }

  add(job: ActiveJob): void {
    this.#jobs.set(job, { renewedAt: performance.now() })
    this.#schedule(job.claim.leaseMs)
  }

  remove(job: ActiveJob): void {
    this.#jobs.delete(job)
    if (this.#jobs.size > 0) return
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Notes that a job enters a phase and renews its lease. @throws BatchError `lease_lost` */
  async enter(job: ActiveJob, phase: Phase): Promise<void> {
    const renewed = await this.#renewPatiently(job, phase)
    this.#take(job, renewed.length > 0)
    job.signal.throwIfAborted()
    job.enter(phase)
    this.#context.events.emit('phaseStarted', { file: job.file, attempt: job.attempt, phase })
  }

  /** A registry that is locked is asked again while the lease lasts: somebody's long write is no reason to fail a book. */
  async #renewPatiently(job: ActiveJob, phase: Phase): Promise<readonly Claim[]> {
    for (;;) {
      try {
        return await this.#context.registry.renew([{ claim: job.claim, phase }])
      } catch (error) {
        if (errorCode(error) !== 'locked' || this.#isOver(job)) throw error
        this.#context.events.emit('registryFailed', { error: toError(error), call: 'renew' })
        await sleep(LOCKED_PAUSE_MS, undefined, { signal: job.signal })
      }
    }
  }

  #schedule(leaseMs: number): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(async () => {
      await this.#beat()
      this.#timer = undefined
      if (this.#jobs.size > 0) this.#schedule(leaseMs)
    }, leaseMs / 3)
  }

  async #beat(): Promise<void> {
    const jobs = [...this.#jobs.keys()]
    try {
      const renewed = await this.#context.registry.renew(jobs.map(({ claim, phase }) => ({ claim, phase })))
      const ours = new Set(renewed.map(({ fence }) => fence))
      for (const job of jobs) this.#take(job, ours.has(job.claim.fence))
    } catch (error) {
      this.#context.events.emit('registryFailed', { error: toError(error), call: 'renew' })
      for (const job of jobs) if (this.#isOver(job)) this.#take(job, false)
    }
  }

  #isOver(job: ActiveJob): boolean {
    const state = this.#jobs.get(job)
    return state !== undefined && performance.now() - state.renewedAt >= job.claim.leaseMs
  }

  #take(job: ActiveJob, ours: boolean): void {
    const state = this.#jobs.get(job)
    if (state === undefined) return
    if (ours) state.renewedAt = performance.now()
    else
      job.abort(
        new BatchError('lease_lost', `Lost the lease on ${job.file.key}: another worker may have taken it over`),
      )
  }
}
