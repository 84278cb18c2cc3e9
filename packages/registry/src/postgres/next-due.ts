import type { ClaimOptions } from '@rittdoc-batch/core'
import { fromTimestamp } from '../rows/timestamp.ts'
import { tidyHints } from './claim/tidy-hints.ts'
import type { PostgresDatabase, Statement } from './database.ts'
import { isDeadHere } from './owner-of-this-host.ts'

/**
 * Earliest time at which a claim may find something: the next retry, the next end of a lease, or now for a dead owner of
 * this host.
 */
export async function nextDue(
  db: PostgresDatabase,
  asked: Pick<ClaimOptions, 'storage' | 'ids'>,
): Promise<Date | undefined> {
  const { storage } = asked
  const ids = asked.ids ?? null
  if (ids === null) await tidyHints(db, storage)
  const due = ids === null ? await db.rows<Due>(OF_ALL, [storage]) : await db.rows<Due>(AMONG, [storage, ids])
  const leases = await db.rows<{ at: string; owner: string | null; now: string }>(LEASES, [storage, ids])
  const times = [
    ...due.map(({ at }) => fromTimestamp(at)),
    ...leases.map(({ at, owner, now }) => fromTimestamp(owner === null || isDeadHere(owner) ? now : at)),
  ].filter((time) => time !== undefined)
  return times.length === 0 ? undefined : new Date(Math.min(...times.map((time) => time.getTime())))
}

interface Due {
  readonly at: string | null
}

const NOT_PAUSED = (publisher: string) => `NOT EXISTS (SELECT FROM paused WHERE paused.publisher = ${publisher})`

const OF_ALL: Statement = {
  name: 'next-due',
  text: `SELECT min(due_hint) AS at FROM publishers AS p
    WHERE storage = $1 AND due_hint IS NOT NULL AND ${NOT_PAUSED('p.publisher')}`,
}
const AMONG: Statement = {
  name: 'next-due-among',
  text: `SELECT min(due_at) AS at FROM files AS f WHERE id = ANY($2) AND storage = $1 AND status = 'pending'
    AND version IS NOT NULL AND ${NOT_PAUSED('f.publisher')}`,
}
const LEASES: Statement = {
  name: 'next-lease-ends',
  text: `SELECT lease_owner AS owner, min(lease_until) AS at, clock_timestamp() AS now FROM files AS f
    WHERE status = 'processing' AND storage = $1 AND ($2::bigint[] IS NULL OR id = ANY($2))
      AND ${NOT_PAUSED('f.publisher')} GROUP BY lease_owner`,
}
