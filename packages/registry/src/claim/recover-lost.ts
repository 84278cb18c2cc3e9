import type { Database } from '../sqlite/database.ts'
import { judgeLost } from './judge-lost.ts'
import type { LeaseCheck, LeaseRow } from './lease.ts'

interface ProcessingRow extends LeaseRow {
  readonly id: number
  readonly attempt_id: number | null
  readonly phase: string | null
  readonly lost: number
  readonly lost_phase: string | null
  readonly retry_count: number | null
  readonly next_version: string | null
}

const PROCESSING = `SELECT id, attempt_id, phase, lost, lost_phase, retry_count, next_version, lease_owner, lease_boot,
  lease_until FROM files WHERE status = 'processing'`
const CLOSE_ATTEMPT = `UPDATE attempts SET outcome = 'lost', finished_at = ?, phase = COALESCE(?, phase),
  message = 'The process that worked on this attempt disappeared' WHERE id = ? AND finished_at IS NULL`
const NO_LEASE = `fence = NULL, lease_owner = NULL, lease_boot = NULL, lease_until = NULL, phase = NULL, attempt_id = NULL`
const DUE_AGAIN = `UPDATE files SET status = 'pending', due_at = ?, retry_count = ?, lost = ?, lost_phase = ?,
  recovered = 1, ${NO_LEASE} WHERE id = ?`
const GIVE_UP = `UPDATE files SET status = 'failed', due_at = NULL, retry_count = ?, lost = ?, lost_phase = ?,
  error_code = 'crashed', error_message = ?, recovered = 1, ${NO_LEASE} WHERE id = ?`
const NEXT_VERSION = `UPDATE files SET status = 'pending', due_at = ?, version = next_version, file_size = next_size,
  retry_count = 0, attempt = 0, lost = 0, lost_phase = NULL, recovered = 1, next_version = NULL, next_size = NULL,
  error_code = NULL, error_message = NULL, ${NO_LEASE} WHERE id = ?`

/** How lost files are treated. */
export interface Recovery {
  readonly leases: LeaseCheck
  /** As the tables write it. */
  readonly now: string
  readonly maxRetries: number
}

/**
 * Makes files due again whose owner is gone, or gives them up. Runs inside a transaction. Few rows are being processed
 * at any time, so looking at all of them is cheap.
 * @returns ids of the files that were given up
 */
export function recoverLost(db: Database, recovery: Recovery): number[] {
  const rows = db.prepare(PROCESSING).all() as ProcessingRow[]
  return rows
    .filter((row) => recovery.leases.isOver(row))
    .filter((row) => recoverOne(db, row, recovery))
    .map(({ id }) => id)
}

/** @returns whether the file was given up */
function recoverOne(db: Database, row: ProcessingRow, { now, maxRetries }: Recovery): boolean {
  db.prepare(CLOSE_ATTEMPT).run(now, row.phase, row.attempt_id)
  if (row.next_version !== null) {
    db.prepare(NEXT_VERSION).run(now, row.id)
    return false
  }
  const { lost, retryCount, crashed } = judgeLost(row, maxRetries)
  if (crashed === undefined) db.prepare(DUE_AGAIN).run(now, retryCount, lost, row.phase, row.id)
  else db.prepare(GIVE_UP).run(retryCount, lost, row.phase, crashed, row.id)
  return crashed !== undefined
}
