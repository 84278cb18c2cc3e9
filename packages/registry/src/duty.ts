import { randomUUID } from 'node:crypto'
import { BatchError } from '@rittdoc-batch/core'
import type { Claiming } from './claim/claim-files.ts'

/** Who wants which duty. */
export interface DutyClaim {
  readonly name: string
  readonly owner: string
}

/** Runs `work` while holding the duty. @returns false, without having run, when another holds it */
export async function holdDuty(
  claiming: Claiming,
  duty: DutyClaim,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const held = HeldDuty.take(claiming, duty)
  if (held === undefined) return false
  try {
    await work(held.signal)
    return true
  } finally {
    held.release()
  }
}

/** A duty that is ours; it renews itself until it is released or lost. */
class HeldDuty {
  readonly #claiming: Claiming
  readonly #name: string
  readonly #fence: string
  readonly #lost = new AbortController()
  readonly #timer: NodeJS.Timeout
  #until: number

  /** @returns undefined while another holds it */
  static take(claiming: Claiming, { name, owner }: DutyClaim): HeldDuty | undefined {
    const { db, clock, leases, leaseMs } = claiming
    const fence = randomUUID()
    const until = db.write(() => {
      const holder = db.all(db.build.selectFrom('duties').selectAll().where('name', '=', name))[0]
      if (holder !== undefined && !leases.isOver({ ...holder, lease_owner: holder.owner })) return undefined
      const row = { owner, fence, lease_boot: clock.bootId, lease_until: clock.monotonicMs() + leaseMs }
      const insert = db.build.insertInto('duties').values({ name, ...row })
      db.run(insert.onConflict((conflict) => conflict.column('name').doUpdateSet(row)))
      return row.lease_until
    })
    return until === undefined ? undefined : new HeldDuty(claiming, { name, fence, until })
  }

  private constructor(claiming: Claiming, { name, fence, until }: { name: string; fence: string; until: number }) {
    this.#claiming = claiming
    this.#name = name
    this.#fence = fence
    this.#until = until
    this.#timer = setInterval(() => this.#renew(), claiming.leaseMs / 3)
  }

  /** Aborts when the duty is lost. */
  get signal(): AbortSignal {
    return this.#lost.signal
  }

  /** A registry that cannot be written any more is told by whoever needs it next; the lease ends by itself. */
  release(): void {
    clearInterval(this.#timer)
    const { db } = this.#claiming
    try {
      const ours = db.build.deleteFrom('duties').where('name', '=', this.#name).where('fence', '=', this.#fence)
      db.write(() => db.run(ours))
    } catch {
      // must not hide what the work threw
    }
  }

  /** A renewal that fails for a moment is made up for by the next one, as long as the lease lasts. */
  #renew(): void {
    const { db, clock, leaseMs } = this.#claiming
    try {
      const until = db.write(() => {
        const lease_until = clock.monotonicMs() + leaseMs
        const duty = db.build.updateTable('duties').set({ lease_until }).where('name', '=', this.#name)
        return db.run(duty.where('fence', '=', this.#fence)) > 0 ? lease_until : undefined
      })
      if (until === undefined) this.#lose('another process has taken it over')
      else this.#until = until
    } catch (cause) {
      if (clock.monotonicMs() >= this.#until) this.#lose('it could not be renewed in time', cause)
    }
  }

  #lose(reason: string, cause?: unknown): void {
    clearInterval(this.#timer)
    this.#lost.abort(new BatchError('lease_lost', `Lost the duty "${this.#name}": ${reason}`, { cause }))
  }
}
