import type { Phase } from '../../contracts/registry.ts'
import { type BatchError, type ErrorCode, errorCode, isBatchError, toError } from '../../errors.ts'
import { isPassing, mayBeOutage } from '../../rules/retry.ts'
import type { EngineContext } from '../context.ts'
import type { ActiveJob } from './active-job.ts'

/** Why work cannot go on. */
export interface Outage {
  readonly storage: string
  readonly code: ErrorCode
  readonly message: string
}

/** Whose fault a failure is, when it is not that of the file. */
export type Blame =
  /** A storage is out of order: nothing more is begun in this run. */
  | 'outage'
  /** It may be: the file is given back, and comes later. */
  | 'doubt'

/** So many files in a row that fail in one phase are an outage, though the storage can be opened. */
const DOUBTS = 3

/**
 * Tells an outage of a storage from trouble with one file. After an error that may be an outage the storage is opened
 * anew; if that fails too, it is out of order: nothing more is claimed in this run and no file is blamed.
 *
 * A storage may answer small questions and carry no books, and a disk may be full: then one file fails after the other. The
 * first failures cost their files nothing, and the third in a row is an outage. A file pays when it has failed before and
 * others pass the same phase while it does not.
 */
export class OutageGuard {
  readonly #context: EngineContext
  readonly #kill: AbortSignal
  readonly #passed = new Map<Phase, number>()
  readonly #doubts = new Map<Phase, number>()
  #outage: Outage | undefined
  #doubted: Outage | undefined
  #probe: Promise<void> | undefined

  /** `kill` ends the look at a storage, which then counts for nothing. */
  constructor(context: EngineContext, kill: AbortSignal) {
    this.#context = context
    this.#kill = kill
  }

  /** Set when nothing more may be begun. */
  get current(): Outage | undefined {
    return this.#outage
  }

  /** What a run must tell: an outage, or a transfer that failed through no fault of its file. */
  get told(): Outage | undefined {
    return this.#outage ?? this.#doubted
  }

  /** A phase went well. */
  passed(phase: Phase): void {
    this.#passed.set(phase, performance.now())
    this.#doubts.delete(phase)
  }

  /** Whom this error of an attempt is to be blamed on; undefined: its file. */
  async blames(error: unknown, job: ActiveJob): Promise<Blame | undefined> {
    if (!isBatchError(error) || error.name === 'ConvertError') return undefined
    if (error.name === 'TimeoutError' && error.context.storage === undefined) return undefined // of the conversion
    if (!mayBeOutage(error.code)) return undefined
    this.#probe ??= this.#openAll().finally(() => {
      this.#probe = undefined
    })
    await this.#probe
    if (this.#outage !== undefined) return 'outage'
    return isPassing(error.code) ? this.#doubt(error, job) : undefined
  }

  #doubt(error: BatchError, { phase, phaseStartedAt, attempt, file }: ActiveJob): Blame | undefined {
    const hasFailedBefore = attempt - 1 > file.retryCount
    if (hasFailedBefore && (this.#passed.get(phase) ?? 0) > phaseStartedAt) return undefined
    const doubts = (this.#doubts.get(phase) ?? 0) + 1
    this.#doubts.set(phase, doubts)
    const place = error.context.storage ?? this.#context.output.id
    this.#doubted ??= toOutage(place, error)
    if (doubts < DOUBTS) return 'doubt'
    this.#begin(place, error)
    return 'outage'
  }

  async #openAll(): Promise<void> {
    for (const storage of new Set([this.#context.storage, this.#context.output])) {
      await storage.open({ signal: this.#kill }).catch((error) => this.#kill.aborted || this.#begin(storage.id, error))
    }
  }

  #begin(storage: string, error: unknown): void {
    if (this.#outage !== undefined) return
    this.#outage = toOutage(storage, error)
    this.#context.events.emit('outage', { storage, error: toError(error) })
  }
}

function toOutage(storage: string, error: unknown): Outage {
  return { storage, code: errorCode(error), message: toError(error).message }
}
