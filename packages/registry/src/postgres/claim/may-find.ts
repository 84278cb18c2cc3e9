import type { ClaimOptions } from '@rittdoc-batch/core'
import type { PostgresDatabase, Statement } from '../database.ts'
import { isDeadHere, likeOwnersHere } from '../owner-of-this-host.ts'

/** Whether a claim has anything to look at: one small statement, for those who wait and ask again and again. */
export async function mayFind(db: PostgresDatabase, { storage }: Pick<ClaimOptions, 'storage'>): Promise<boolean> {
  const [found] = await db.rows<{ is_due: boolean; owners: string[] | null }>(MAY_FIND, [storage, likeOwnersHere()])
  return found === undefined || found.is_due || (found.owners ?? []).some(isDeadHere)
}

/** Leases that ran out count as due. */
const MAY_FIND: Statement = {
  name: 'claim-may-find',
  text: `SELECT EXISTS (
      SELECT FROM publishers AS p WHERE storage = $1 AND due_hint <= clock_timestamp()
        AND NOT EXISTS (SELECT FROM paused WHERE paused.publisher = p.publisher)
        AND (SELECT true FROM files WHERE storage = p.storage AND publisher = p.publisher AND status = 'pending'
          AND version IS NOT NULL AND due_at <= clock_timestamp() LIMIT 1)
    ) OR EXISTS (
      SELECT FROM files WHERE storage = $1 AND status = 'processing'
        AND (lease_until IS NULL OR lease_until <= clock_timestamp())
    ) AS is_due,
    (SELECT array_agg(DISTINCT lease_owner) FROM files
      WHERE storage = $1 AND status = 'processing' AND lease_owner LIKE $2) AS owners`,
}
