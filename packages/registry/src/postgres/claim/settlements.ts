import { RegistryError } from '@rittdoc-batch/core'
import DataLoader from 'dataloader'
import type { PostgresDatabase } from '../database.ts'
import { isLost } from '../postgres-error.ts'
import { type Ending, settleClaims } from './settle-claims.ts'

/**
 * Ends attempts, one statement at a time: those that end while one is under way are settled together by the next, so that
 * many workers of a process wait for few commits.
 */
export class Settlements {
  readonly #db: () => PostgresDatabase
  readonly #loader: DataLoader<Ending, boolean>
  #underWay: Promise<unknown> = Promise.resolve()

  constructor(db: () => PostgresDatabase) {
    this.#db = db
    this.#loader = new DataLoader((endings) => this.#settle(endings), {
      cache: false,
      batchScheduleFn: (send) => void this.#underWay.then(() => setImmediate(send)),
    })
  }

  /** @returns whether the claim was still ours */
  async settle(ending: Ending): Promise<boolean> {
    const { status } = ending.outcome
    if (status === 'completed' || status === 'failed') return this.#loader.load(ending)
    // A row that is due again also writes its publisher's: several in one statement could lock them in any order.
    return this.#alone(ending)
  }

  async #settle(endings: readonly Ending[]): Promise<(boolean | Error)[]> {
    const settled = this.#together(endings)
    this.#underWay = settled.catch(() => {}) // told to those who wait for it
    return settled
  }

  /** One that the server does not take hurts no other. */
  async #together(endings: readonly Ending[]): Promise<(boolean | Error)[]> {
    try {
      return await settleClaims(this.#db(), endings)
    } catch (error) {
      if (endings.length === 1 || !(error instanceof RegistryError) || isLost(error.cause)) throw error
      return Promise.all(endings.map((ending) => this.#alone(ending).catch((alone: Error) => alone)))
    }
  }

  async #alone(ending: Ending): Promise<boolean> {
    return (await settleClaims(this.#db(), [ending]))[0] ?? false
  }
}
