import type { Claim, Renewal } from '@rittdoc-batch/core'
import type { Claiming } from './claim-files.ts'

const RENEW = `UPDATE files SET lease_until = ?, lease_boot = ?, phase = ? WHERE id = ? AND fence = ? AND status = 'processing'`

/** Prolongs leases. A lease that has run out but that nobody took over is still ours. */
export function renewClaims({ db, clock, leaseMs }: Claiming, renewals: readonly Renewal[]): Claim[] {
  const until = clock.monotonicMs() + leaseMs
  return db.write(() =>
    renewals
      .filter(
        ({ claim, phase }) => db.prepare(RENEW).run(until, clock.bootId, phase, claim.file.id, claim.fence).changes > 0,
      )
      .map(({ claim }) => claim),
  )
}
