import { KNOWN_COLUMNS } from '../record/decide-record.ts'

/**
 * The statements that run for every file that is scanned or converted. They are plain SQL, prepared once per connection:
 * letting Kysely build the settling update anew takes about 13 µs, a fifth of a whole claim. Everything that runs less
 * often is built with Kysely where it is used.
 */

/** No lease, nobody's work. */
const NO_LEASE = `attempt_id = NULL, fence = NULL, lease_owner = NULL, lease_boot = NULL, lease_until = NULL,
  lease_max_retries = NULL, phase = NULL`

/** Another version takes the place of the one that the row speaks of. */
const NEXT_VERSION = `status = 'pending', due_at = ?, version = next_version, file_size = next_size, retry_count = 0,
  attempt = 0, lost = 0, lost_phase = NULL, error_code = NULL, error_message = NULL, next_version = NULL,
  next_size = NULL`

const NOT_PAUSED = 'publisher NOT IN (SELECT publisher FROM paused)'
const CAN_BE_CLAIMED = "status = 'pending' AND version IS NOT NULL AND due_at <= ?"

/** Recording what a scan saw. */
export const RECORD = {
  find: `SELECT ${KNOWN_COLUMNS.join(', ')} FROM files WHERE storage = ? AND s3_key = ?`,
  findMany: (count: number) => `SELECT ${KNOWN_COLUMNS.join(', ')}, s3_key FROM files
    WHERE storage = ? AND s3_key IN (${Array(count).fill('?').join(', ')})`,
  anyBetween: 'SELECT 1 FROM files WHERE storage = ? AND s3_key BETWEEN ? AND ? LIMIT 1',
  findForgotten: `SELECT version, file_size, output_storage, output_key FROM forgotten WHERE s3_key = ?
    AND storage IN (?, '') ORDER BY storage DESC LIMIT 1`,
  anyUnadopted: `SELECT 1 FROM files WHERE storage = ''
    UNION ALL SELECT 1 FROM files WHERE output_storage = '' AND output_collision IS NOT NULL LIMIT 1`,
  anyForgotten: 'SELECT 1 FROM forgotten LIMIT 1',
  adoptForgotten: "UPDATE forgotten SET storage = ?, version = ? WHERE storage = '' AND s3_key = ?",
  dropForgotten: "DELETE FROM forgotten WHERE storage IN (?, '') AND s3_key = ?",
  place: `UPDATE files SET storage = ?, version = COALESCE(version, ?), file_size = COALESCE(file_size, ?),
    output_storage = ?, output_key = ?, output_collision = ? WHERE id = ?`,
  // Apart, because it mostly stays as it is: SQLite writes the indexes of every column that is named, changed or not.
  describe: 'UPDATE files SET publisher = ?, filename = ?, file_format = ? WHERE id = ?',
  change: `UPDATE files SET version = ?, file_size = ?, status = 'pending', due_at = ?, retry_count = 0, attempt = 0,
    lost = 0, lost_phase = NULL, error_code = NULL, error_message = NULL WHERE id = ?`,
  requeue: `UPDATE files SET status = 'pending', due_at = ?, retry_count = 0, lost = 0, lost_phase = NULL,
    error_code = NULL, error_message = NULL WHERE id = ?`,
  setAside: 'UPDATE files SET next_version = ?, next_size = ? WHERE id = ?',
  takenByFile: `SELECT 1 FROM files WHERE output_storage = ? AND output_collision = ?
    AND NOT (storage = ? AND s3_key = ?)`,
  takenByForgotten: `SELECT 1 FROM forgotten WHERE output_storage = ? AND output_collision = ?
    AND NOT (storage = ? AND s3_key = ?)`,
  takenByUnadopted: `SELECT 1 FROM files WHERE output_storage = '' AND output_collision = ?
    AND NOT (storage IN (?, '') AND s3_key = ?)`,
  takenByForgottenUnadopted: `SELECT 1 FROM forgotten WHERE output_storage = '' AND output_collision = ?
    AND NOT (storage IN (?, '') AND s3_key = ?)`,
  findSighting: 'SELECT version, first_seen_at FROM sightings WHERE storage = ? AND s3_key = ?',
  keepSighting: `INSERT INTO sightings (storage, s3_key, version, first_seen_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (storage, s3_key) DO UPDATE SET version = excluded.version, first_seen_at = excluded.first_seen_at`,
  // Of files that are inserted next: what triggers else do for every one of them is done for all when it is emptied.
  count: 'INSERT INTO counted (storage, publisher, files) VALUES (?, ?, ?)',
  counted: 'DELETE FROM counted',
  dropSighting: 'DELETE FROM sightings WHERE storage = ? AND s3_key = ?',
} as const

/** Choosing and taking what is due. */
export const CLAIM = {
  turns: `SELECT publisher, served FROM publishers WHERE storage = ? AND waiting > 0 AND ${NOT_PAUSED}
    ORDER BY served, publisher`,
  lift: 'UPDATE publishers SET served = ? WHERE storage = ? AND publisher = ?',
  due: `SELECT id FROM files WHERE storage = ? AND publisher = ? AND ${CAN_BE_CLAIMED} ORDER BY due_at, id LIMIT ?`,
  dueAmong: `SELECT id, publisher FROM files WHERE id IN (SELECT value FROM json_each(?)) AND storage = ?
    AND ${CAN_BE_CLAIMED} AND ${NOT_PAUSED} ORDER BY due_at, id`,
  running: "SELECT COUNT(*) AS n FROM files WHERE status = 'processing' AND storage = ? AND publisher = ?",
  row: 'SELECT * FROM files WHERE id = ?',
  beginAttempt: `INSERT INTO attempts (file_id, attempt, version, owner, converter, started_at, outcome, phase)
    VALUES (?, ?, ?, ?, ?, ?, 'running', 'claimed')`,
  take: `UPDATE files SET status = 'processing', due_at = NULL, started_at = ?, attempt = ?, attempt_id = ?, fence = ?,
    lease_owner = ?, lease_boot = ?, lease_until = ?, lease_max_retries = ?, phase = 'claimed' WHERE id = ?`,
} as const

/** Finding and ending what its owner left behind. */
export const RECOVER = {
  processing: `SELECT id, storage, publisher, attempt_id, phase, lost, lost_phase, retry_count, next_version,
    lease_owner, lease_boot, lease_until, lease_max_retries FROM files WHERE status = 'processing'`,
  closeAttempt: `UPDATE attempts SET outcome = 'lost', finished_at = ?, phase = COALESCE(?, phase),
    message = 'The process that worked on this attempt disappeared' WHERE id = ? AND finished_at IS NULL`,
  dueAgain: `UPDATE files SET status = 'pending', due_at = ?, retry_count = ?, lost = ?, lost_phase = ?, recovered = 1,
    ${NO_LEASE} WHERE id = ?`,
  giveUp: `UPDATE files SET status = 'failed', due_at = NULL, retry_count = ?, lost = ?, lost_phase = ?,
    error_code = 'crashed', error_message = ?, recovered = 1, ${NO_LEASE} WHERE id = ?`,
  nextVersion: `UPDATE files SET ${NEXT_VERSION}, recovered = 1, ${NO_LEASE} WHERE id = ?`,
} as const

const OURS = "WHERE id = ? AND fence = ? AND status = 'processing'"
const BY_ITSELF = 'lost = 0, lost_phase = NULL'

/** Keeping and ending a claim. */
export const SETTLE = {
  renew: `UPDATE files SET lease_until = ?, lease_boot = ?, phase = ? ${OURS}`,
  complete: `UPDATE files SET status = 'completed', completed_at = ?, output_path = ?, due_at = NULL, error_code = NULL,
    error_message = NULL, ${BY_ITSELF}, recovered = 0, ${NO_LEASE} ${OURS} RETURNING next_version`,
  fail: `UPDATE files SET status = ?, due_at = ?, retry_count = COALESCE(retry_count, 0) + ?, error_code = ?,
    error_message = ?, recovered = MAX(recovered, phase IS 'publish'), ${BY_ITSELF}, ${NO_LEASE} ${OURS}
    RETURNING next_version`,
  nextVersion: `UPDATE files SET ${NEXT_VERSION} WHERE id = ?`,
  endAttempt: `UPDATE attempts SET finished_at = ?, outcome = ?, phase = ?, code = ?, message = ?, duration_ms = ?,
    source_sha256 = ?, input_bytes = ?, output_bytes = ?, exit_code = ?, exit_signal = ?, stderr_tail = ?, details = ?
    WHERE id = ?`,
} as const
