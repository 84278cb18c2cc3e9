import type { Storage } from '../../contracts/storage.ts'
import { type ErrorCode, errorCode, isBatchError, toError } from '../../errors.ts'
import { mayBeOutage } from '../../rules/retry.ts'
import type { EngineContext } from '../context.ts'

/** Why work cannot go on. */
export interface Outage {
  readonly storage: string
  readonly code: ErrorCode
  readonly message: string
}

/**
 * Tells an outage of a storage from trouble with one file. After an error that may be an outage the storage is opened
 * anew; if that fails too, it is out of order: nothing more is claimed in this run and no file is blamed.
 */
export class OutageGuard {
  readonly #context: EngineContext
  readonly #kill: AbortSignal
  #outage: Outage | undefined
  #probe: Promise<void> | undefined

  /** `kill` ends the look at a storage, which then counts for nothing. */
  constructor(context: EngineContext, kill: AbortSignal) {
    this.#context = context
    this.#kill = kill
  }

  get current(): Outage | undefined {
    return this.#outage
  }

  /** Whether this error of an attempt belongs to an outage. */
  async blames(error: unknown): Promise<boolean> {
    if (!isBatchError(error) || error.name === 'ConvertError') return false
    if (error.name === 'TimeoutError' && error.context.storage === undefined) return false // of the conversion
    const storage = this.#storageOf(error.context.storage)
    if (error.code === 'full') this.#begin(storage, error)
    else if (mayBeOutage(error.code)) {
      this.#probe ??= this.#openAll().finally(() => {
        this.#probe = undefined
      })
      await this.#probe
    } else return false
    return this.#outage !== undefined
  }

  async #openAll(): Promise<void> {
    for (const storage of new Set([this.#context.storage, this.#context.output])) {
      await storage.open({ signal: this.#kill }).catch((error) => this.#kill.aborted || this.#begin(storage, error))
    }
  }

  #begin(storage: Storage, error: unknown): void {
    if (this.#outage !== undefined) return
    this.#outage = { storage: storage.id, code: errorCode(error), message: toError(error).message }
    this.#context.events.emit('outage', { storage: storage.id, error: toError(error) })
  }

  #storageOf(id: string | undefined): Storage {
    return id === this.#context.storage.id ? this.#context.storage : this.#context.output
  }
}
