import { randomUUID } from 'node:crypto'
import { BatchError } from '@rittdoc-batch/core'
import type { DutyClaim } from '../duty.ts'
import type { PostgresDatabase, Statement } from './database.ts'
import { isDeadHere } from './owner-of-this-host.ts'

/** Runs `work` while holding the duty. @returns false, without having run, when another holds it */
export async function holdDuty(
  { db, leaseMs }: { readonly db: PostgresDatabase; readonly leaseMs: number },
  duty: DutyClaim,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const fence = randomUUID()
  if (!(await db.patiently({}, () => take(db, duty, { fence, leaseMs })))) return false
  const held = new HeldDuty(db, { name: duty.name, fence, leaseMs })
  try {
    await work(held.signal)
    return true
  } finally {
    await held.release()
  }
}

async function take(
  db: PostgresDatabase,
  { name, owner }: DutyClaim,
  { fence, leaseMs }: { readonly fence: string; readonly leaseMs: number },
): Promise<boolean> {
  const [holder] = await db.rows<{ owner: string; fence: string }>(HOLDER, [name])
  const dead = holder !== undefined && isDeadHere(holder.owner) ? holder.fence : null
  return (await db.rows(TAKE, [name, owner, fence, leaseMs, dead])).length > 0
}

/** A duty that is ours; it renews itself until it is released or lost. */
class HeldDuty {
  readonly #db: PostgresDatabase
  readonly #own: { readonly name: string; readonly fence: string; readonly leaseMs: number }
  readonly #lost = new AbortController()
  readonly #timer: NodeJS.Timeout
  #renewing: Promise<void> = Promise.resolve()
  #renewedAt = performance.now()

  constructor(db: PostgresDatabase, own: { readonly name: string; readonly fence: string; readonly leaseMs: number }) {
    this.#db = db
    this.#own = own
    this.#timer = setInterval(() => {
      this.#renewing = this.#renewing.then(() => this.#renew())
    }, own.leaseMs / 3)
  }

  /** Aborts when the duty is lost. */
  get signal(): AbortSignal {
    return this.#lost.signal
  }

  /** A registry that cannot be reached any more is told by whoever needs it next; the lease ends by itself. */
  async release(): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewing
    await this.#db.rows(RELEASE, [this.#own.name, this.#own.fence]).catch(() => {})
  }

  /** A renewal that fails for a moment is made up for by the next one, as long as the lease lasts. */
  async #renew(): Promise<void> {
    const { name, fence, leaseMs } = this.#own
    const asked = performance.now()
    try {
      const renewed = await this.#db.rows(RENEW, [name, fence, leaseMs])
      if (renewed.length === 0) this.#lose('another process has taken it over')
      else this.#renewedAt = asked
    } catch (cause) {
      if (performance.now() - this.#renewedAt >= leaseMs) this.#lose('it could not be renewed in time', cause)
    }
  }

  #lose(reason: string, cause?: unknown): void {
    clearInterval(this.#timer)
    this.#lost.abort(new BatchError('lease_lost', `Lost the duty "${this.#own.name}": ${reason}`, { cause }))
  }
}

const UNTIL = (ms: string) => `clock_timestamp() + ${ms} * interval '1 ms'`

const HOLDER: Statement = { name: 'duty-holder', text: 'SELECT owner, fence FROM duties WHERE name = $1' }
const TAKE: Statement = {
  name: 'duty-take',
  text: `INSERT INTO duties (name, owner, fence, lease_until) VALUES ($1, $2, $3, ${UNTIL('$4')})
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = excluded.fence, lease_until = excluded.lease_until
    WHERE duties.lease_until <= clock_timestamp() OR duties.fence IN ($3, $5) RETURNING name`,
}
const RENEW: Statement = {
  name: 'duty-renew',
  text: `UPDATE duties SET lease_until = ${UNTIL('$3')} WHERE name = $1 AND fence = $2 RETURNING name`,
}
const RELEASE: Statement = { name: 'duty-release', text: 'DELETE FROM duties WHERE name = $1 AND fence = $2' }
