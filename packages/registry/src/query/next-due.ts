import type { ClaimOptions } from '@rittdoc-batch/core'
import { fromTimestamp } from '../rows/timestamp.ts'
import type { Clock } from '../sqlite/clock.ts'
import type { Database } from '../sqlite/database.ts'

const OF = 'storage = ? AND publisher NOT IN (SELECT publisher FROM paused)'
const AMONG = 'id IN (SELECT value FROM json_each(?))'
const NEXT_PENDING = `SELECT MIN(due_at) AS at FROM files WHERE status = 'pending' AND ${OF}`
const NEXT_LEASE = `SELECT MIN(lease_until) AS until FROM files WHERE status = 'processing' AND ${OF}`

/** Earliest time at which a claim may find something: the next retry, or the end of the next lease. */
export function nextDue(db: Database, clock: Clock, options: Pick<ClaimOptions, 'storage' | 'ids'>): Date | undefined {
  const among = options.ids === undefined ? '' : ` AND ${AMONG}`
  const values = options.ids === undefined ? [options.storage] : [options.storage, JSON.stringify(options.ids)]
  return db.read(() => {
    const { at } = db.prepare(NEXT_PENDING + among).get(...values) as { at: string | null }
    const { until } = db.prepare(NEXT_LEASE + among).get(...values) as { until: number | null }
    const leaseEnd = until === null ? undefined : clock.now().getTime() + Math.max(0, until - clock.monotonicMs())
    const times = [fromTimestamp(at)?.getTime(), leaseEnd].filter((time) => time !== undefined)
    return times.length === 0 ? undefined : new Date(Math.min(...times))
  })
}
