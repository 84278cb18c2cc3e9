import type { Claim, Renewal } from '@rittdoc-batch/core'
import type { PostgresDatabase, Statement } from '../database.ts'

/** Prolongs leases. A lease that has run out but that nobody took over is still ours. */
export async function renewClaims(
  db: PostgresDatabase,
  renewals: readonly Renewal[],
  leaseMs: number,
): Promise<Claim[]> {
  const ids = renewals.map(({ claim }) => claim.file.id)
  const fences = renewals.map(({ claim }) => claim.fence)
  const rows = await db.rows<{ id: number }>(RENEW, [leaseMs, ids, fences, renewals.map(({ phase }) => phase)])
  const ours = new Set(rows.map(({ id }) => id))
  return renewals.map(({ claim }) => claim).filter(({ file }) => ours.has(file.id))
}

/** Several rows are locked in the order of their ids, as others do it. */
const RENEW: Statement = {
  name: 'renew',
  text: `WITH own AS MATERIALIZED (
      SELECT files.id, asked.phase FROM files
      JOIN unnest($2::bigint[], $3::text[], $4::text[]) AS asked (id, fence, phase)
        ON files.id = asked.id AND files.fence = asked.fence AND files.status = 'processing'
      ORDER BY files.id FOR UPDATE OF files
    )
    UPDATE files SET lease_until = clock_timestamp() + $1 * interval '1 ms', phase = own.phase
    FROM own WHERE files.id = own.id RETURNING files.id`,
}
