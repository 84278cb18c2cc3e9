import type { Claim, Renewal } from '@rittdoc-batch/core'
import { SETTLE } from '../sqlite/hot-statements.ts'
import type { Claiming } from './claim-files.ts'

/** Prolongs leases. A lease that has run out but that nobody took over is still ours. */
export function renewClaims({ db, clock, leaseMs }: Claiming, renewals: readonly Renewal[]): Claim[] {
  return db.write(() => {
    const until = clock.monotonicMs() + leaseMs // once the lock is ours: waiting for it is not part of the lease
    const renew = db.prepare(SETTLE.renew)
    const isOurs = ({ claim, phase }: Renewal) =>
      renew.run(until, clock.bootId, phase, claim.file.id, claim.fence).changes > 0
    return renewals.filter(isOurs).map(({ claim }) => claim)
  })
}
