import { randomUUID } from 'node:crypto'
import { BatchError } from '@rittdoc-batch/core'
import type { Claiming } from './claim/claim-files.ts'
import type { LeaseRow } from './claim/lease.ts'

const HOLDER = 'SELECT owner AS lease_owner, lease_boot, lease_until FROM duties WHERE name = ?'
const TAKE = `INSERT INTO duties (name, owner, fence, lease_boot, lease_until) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = excluded.fence, lease_boot = excluded.lease_boot,
  lease_until = excluded.lease_until`
const RENEW = 'UPDATE duties SET lease_until = ? WHERE name = ? AND fence = ?'
const RELEASE = 'DELETE FROM duties WHERE name = ? AND fence = ?'

/** Who wants which duty. */
export interface DutyClaim {
  readonly name: string
  readonly owner: string
}

/** Runs `work` while holding the duty. @returns false, without having run, when another holds it */
export async function holdDuty(
  claiming: Claiming,
  { name, owner }: DutyClaim,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const { db, clock, leases, leaseMs } = claiming
  const fence = randomUUID()
  const isOurs = db.write(() => {
    const holder = db.prepare(HOLDER).get(name) as LeaseRow | undefined
    if (holder !== undefined && !leases.isOver(holder)) return false
    db.prepare(TAKE).run(name, owner, fence, clock.bootId, clock.monotonicMs() + leaseMs)
    return true
  })
  if (!isOurs) return false
  const lost = new AbortController()
  const timer = setInterval(() => renew(claiming, { name, fence }, lost), leaseMs / 3)
  try {
    await work(lost.signal)
    return true
  } finally {
    clearInterval(timer)
    db.write(() => db.prepare(RELEASE).run(name, fence))
  }
}

/** A renewal that fails for a moment is made up for by the next one; a duty that another has is lost. */
function renew({ db, clock, leaseMs }: Claiming, duty: { name: string; fence: string }, lost: AbortController): void {
  try {
    const { changes } = db.write(() => db.prepare(RENEW).run(clock.monotonicMs() + leaseMs, duty.name, duty.fence))
    if (changes === 0) lost.abort(new BatchError('lease_lost', `Lost the duty "${duty.name}" to another process`))
  } catch {
    // the lease itself decides: if this goes on, another takes the duty over, and the next renewal tells so
  }
}
