import type { Claim } from '../../contracts/registry.ts'
import { toError } from '../../errors.ts'
import type { EngineContext } from '../context.ts'
import type { FileResult, ProcessReport } from '../report.ts'
import type { Stopper } from '../stopper.ts'
import { Wake } from '../wake.ts'
import { clearLeftovers } from './clear-leftovers.ts'
import { crashedResult } from './crashed-result.ts'
import { Heartbeat } from './heartbeat.ts'
import { OutageGuard } from './outage.ts'
import { ProcessTally } from './process-tally.ts'
import { runAttempt, type WorkShared } from './run-attempt.ts'

/** What a work loop is to do. */
export interface WorkOrder {
  /** Only these files, and wait for their retries (command-line mode). Absent: every due file of the storage. */
  readonly ids?: readonly number[] | undefined
  /** Start at most this many attempts; 0 starts none. Absent: no limit. */
  readonly maxFiles?: number | undefined
  /** Do not end when nothing is due: look again after so long, or when notified, in milliseconds. */
  readonly pollMs?: number | undefined
  /** What counts the results. @default one of its own */
  readonly tally?: ProcessTally | undefined
}

/** Ids handed to a claim call at first; all of them only when none of these is due. */
const CLAIM_WINDOW = 500

/**
 * Claims due files and works on up to `maxConcurrentJobs` of them at the same time, until nothing is due. While
 * {@link WorkLoop.expectMore} holds, an empty claim means waiting for {@link WorkLoop.notify}, not the end.
 */
export class WorkLoop {
  readonly #context: EngineContext
  readonly #stopper: Stopper
  readonly #order: WorkOrder
  readonly #wake = new Wake()
  readonly #tally: ProcessTally
  readonly #running = new Set<Promise<void>>()
  readonly #cleanups: Promise<void>[] = []
  readonly #open: Set<number> | undefined
  readonly #shared: WorkShared
  #started = 0
  #failure: Error | undefined
  expectMore = false

  constructor(context: EngineContext, stopper: Stopper, order: WorkOrder) {
    this.#context = context
    this.#stopper = stopper
    this.#order = order
    this.#tally = order.tally ?? new ProcessTally()
    this.#open = order.ids && new Set(order.ids)
    this.#shared = {
      heartbeat: new Heartbeat(context),
      outage: new OutageGuard(context, stopper.kill),
      kill: stopper.kill,
    }
  }

  /** New work may be there, or {@link WorkLoop.expectMore} has changed. */
  notify(): void {
    this.#wake.ring()
  }

  /** @throws RegistryError when the registry fails for good; running attempts have ended by then */
  async run(): Promise<ProcessReport> {
    const onDrain = () => this.notify()
    this.#stopper.drain.addEventListener('abort', onDrain)
    try {
      while (await this.#step());
    } catch (error) {
      this.#failure = toError(error)
    } finally {
      this.#stopper.drain.removeEventListener('abort', onDrain)
    }
    await Promise.all([...this.#running, ...this.#cleanups])
    if (this.#failure) throw this.#failure
    return this.#tally.report(this.#shared.outage.told)
  }

  /** Fills the free places, then waits for the next thing to happen. @returns false when there is nothing left to do */
  async #step(): Promise<boolean> {
    // What comes while a claim is under way is not in its answer.
    const mayCome = this.expectMore || this.#running.size > 0
    const claimed = this.#mayClaim() ? await this.#claim() : 0
    if (claimed > 0 && this.#mayClaim()) return true
    if (this.#isAtEnd()) return false
    if (this.#order.pollMs !== undefined) return this.#waitFor(this.#order.pollMs)
    const isDone = !mayCome && this.#running.size === 0
    const dueInMs = isDone ? await this.#nextRetryMs() : undefined
    if (isDone && dueInMs === undefined) return false
    await this.#wake.wait(dueInMs)
    return true
  }

  /** Those who were started together do not ask together for long. */
  async #waitFor(pollMs: number): Promise<true> {
    await this.#wake.wait(this.#freePlaces() > 0 ? pollMs * (1 + Math.random() / 5) : undefined)
    return true
  }

  #mayClaim(): boolean {
    return this.#freePlaces() > 0 && !this.#isAtEnd()
  }

  #freePlaces(): number {
    const left = (this.#order.maxFiles ?? Number.POSITIVE_INFINITY) - this.#started
    return Math.min(this.#context.maxConcurrentJobs - this.#running.size, left)
  }

  /** Whether nothing new may be begun. */
  #isAtEnd(): boolean {
    const isFull = this.#started >= (this.#order.maxFiles ?? Number.POSITIVE_INFINITY)
    const isStopped = this.#stopper.drain.aborted || this.#shared.outage.current !== undefined
    return isFull || isStopped || this.#failure !== undefined || this.#open?.size === 0
  }

  async #claim(): Promise<number> {
    const ids = this.#open && [...this.#open]
    let claims = await this.#claimFrom(ids?.slice(0, CLAIM_WINDOW))
    if (claims.length === 0 && ids && ids.length > CLAIM_WINDOW) claims = await this.#claimFrom(ids)
    for (const claim of claims) this.#start(claim)
    return claims.length
  }

  #claimFrom(ids: readonly number[] | undefined): Promise<Claim[]> {
    return this.#context.registry.claim({
      owner: this.#context.owner.id,
      limit: this.#freePlaces(),
      storage: this.#context.storage.id,
      ids,
      perPublisher: this.#context.maxJobsPerPublisher,
      converter: this.#context.converter.id,
      maxRetries: this.#context.maxRetries,
      onCrashed: (file) => {
        this.#finish(crashedResult(this.#context, file))
        this.#cleanups.push(clearLeftovers(this.#context, file))
      },
    })
  }

  #start(claim: Claim): void {
    this.#started++
    const task = runAttempt(this.#context, this.#shared, claim)
      .then((result) => result && this.#finish(result))
      .catch((error: unknown) => {
        this.#failure ??= toError(error)
      })
      .finally(() => {
        this.#running.delete(task)
        this.notify()
      })
    this.#running.add(task)
  }

  #finish(result: FileResult): void {
    this.#tally.add(result)
    if (result.status === 'completed' || result.status === 'failed') this.#open?.delete(result.id)
  }

  /** Command-line mode waits for its retries; the other modes leave them to a later run. */
  async #nextRetryMs(): Promise<number | undefined> {
    if (this.#open === undefined) return undefined
    const due = await this.#context.registry.nextDue({ storage: this.#context.storage.id, ids: [...this.#open] })
    return due && Math.max(0, due.getTime() - Date.now()) + 5
  }
}
