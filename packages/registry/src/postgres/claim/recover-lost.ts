import type { FileRecord } from '@rittdoc-batch/core'
import { judgeLost, type LostAttempt } from '../../claim/judge-lost.ts'
import { type FileRow, toFileRecord } from '../../rows/file-record.ts'
import type { Connection, PostgresDatabase, Statement } from '../database.ts'
import { isDeadHere, likeOwnersHere } from '../owner-of-this-host.ts'

/** Which lost files are looked after. */
export interface Recovery {
  /** Absent: of every storage. */
  readonly storage?: string | undefined
  readonly ids?: readonly number[] | undefined
  /** Absent: as many as whoever claimed the file allowed; those that would be given up are left alone. */
  readonly maxRetries?: number | undefined
}

interface LostRow extends LostAttempt {
  readonly id: number
  readonly attempt_id: number | null
  readonly next_version: string | null
  readonly lease_owner: string | null
  readonly lease_max_retries: number | null
  readonly is_over: boolean
}

/**
 * Makes files due again whose owner is gone, or gives them up. The lease tells; on this host also whether the owner's
 * process lives.
 * @returns how many there were, and those that were given up, as they stand afterwards
 */
export async function recoverLost(
  db: PostgresDatabase,
  recovery: Recovery,
): Promise<{ readonly recovered: number; readonly given: readonly FileRecord[] }> {
  const { storage = null, ids = null } = recovery
  const asked = [storage, ids, likeOwnersHere()]
  if ((await db.rows<LostRow>(LOST, asked)).filter(isLost).length === 0) return { recovered: 0, given: [] }
  return db.transaction(async (connection) => {
    const lost = (await db.rows<LostRow>(LOST_LOCKED, asked, connection)).filter(isLost)
    const given: FileRecord[] = []
    for (const row of lost) {
      const file = await recoverOne({ db, connection, recovery }, row)
      if (file !== undefined) given.push(file)
    }
    return { recovered: lost.length, given }
  })
}

interface Recovering {
  readonly db: PostgresDatabase
  readonly connection: Connection
  readonly recovery: Recovery
}

async function recoverOne({ db, connection, recovery }: Recovering, row: LostRow): Promise<FileRecord | undefined> {
  const { lost, retryCount, crashed } = judgeLost(row, recovery.maxRetries ?? row.lease_max_retries ?? 0)
  const isGivenUp = crashed !== undefined && row.next_version === null
  if (isGivenUp && recovery.maxRetries === undefined) return undefined
  await db.rows(CLOSE_ATTEMPT, [row.phase, row.attempt_id], connection)
  if (row.next_version !== null) await db.rows(NEXT_VERSION, [row.id], connection)
  else if (!isGivenUp) await db.rows(DUE_AGAIN, [row.id, retryCount, lost, row.phase], connection)
  else {
    const [given] = await db.rows<FileRow>(GIVE_UP, [row.id, retryCount, lost, row.phase, crashed], connection)
    return given && toFileRecord(given)
  }
  return undefined
}

function isLost({ is_over, lease_owner }: LostRow): boolean {
  return is_over || lease_owner === null || isDeadHere(lease_owner)
}

const LOST_ROWS = `SELECT id, attempt_id, phase, lost, lost_phase, retry_count, next_version, lease_owner,
    lease_max_retries, lease_until IS NULL OR lease_until <= clock_timestamp() AS is_over
  FROM files WHERE status = 'processing' AND ($1::text IS NULL OR storage = $1) AND ($2::bigint[] IS NULL OR id = ANY($2))
    AND (lease_until IS NULL OR lease_until <= clock_timestamp() OR lease_owner LIKE $3)`

const LOST: Statement = { name: 'lost', text: LOST_ROWS }
const LOST_LOCKED: Statement = { name: 'lost-locked', text: `${LOST_ROWS} ORDER BY id FOR UPDATE SKIP LOCKED` }

const NO_LEASE = `attempt_id = NULL, fence = NULL, lease_owner = NULL, lease_until = NULL, lease_max_retries = NULL,
  phase = NULL, recovered = 1`

const CLOSE_ATTEMPT: Statement = {
  name: 'lost-close-attempt',
  text: `UPDATE attempts SET outcome = 'lost', finished_at = clock_timestamp(), phase = COALESCE($1, phase),
    message = 'The process that worked on this attempt disappeared' WHERE id = $2 AND finished_at IS NULL`,
}
const DUE_AGAIN: Statement = {
  name: 'lost-due-again',
  text: `UPDATE files SET status = 'pending', due_at = clock_timestamp(), retry_count = $2, lost = $3, lost_phase = $4,
    ${NO_LEASE} WHERE id = $1`,
}
const GIVE_UP: Statement = {
  name: 'lost-give-up',
  text: `UPDATE files SET status = 'failed', due_at = NULL, retry_count = $2, lost = $3, lost_phase = $4,
    error_code = 'crashed', error_message = $5, ${NO_LEASE} WHERE id = $1 RETURNING *`,
}
const NEXT_VERSION: Statement = {
  name: 'lost-next-version',
  text: `UPDATE files SET status = 'pending', due_at = clock_timestamp(), version = next_version, file_size = next_size,
    retry_count = 0, attempt = 0, lost = 0, lost_phase = NULL, error_code = NULL, error_message = NULL,
    next_version = NULL, next_size = NULL, ${NO_LEASE} WHERE id = $1`,
}
