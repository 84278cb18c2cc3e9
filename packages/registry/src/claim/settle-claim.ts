import type { Claim, Outcome } from '@rittdoc-batch/core'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'
import type { Claiming } from './claim-files.ts'

const END = `fence = NULL, lease_owner = NULL, lease_boot = NULL, lease_until = NULL, phase = NULL, attempt_id = NULL,
  lost = 0, lost_phase = NULL, recovered = 0`
const OURS = "WHERE id = ? AND fence = ? AND status = 'processing' RETURNING next_version"
const COMPLETE = `UPDATE files SET status = 'completed', completed_at = ?, output_path = ?, due_at = NULL,
  error_code = NULL, error_message = NULL, ${END} ${OURS}`
const FAIL = `UPDATE files SET status = ?, due_at = ?, retry_count = COALESCE(retry_count, 0) + ?, error_code = ?,
  error_message = ?, ${END} ${OURS}`
const NEXT_VERSION = `UPDATE files SET status = 'pending', due_at = ?, version = next_version, file_size = next_size,
  retry_count = 0, attempt = 0, error_code = NULL, error_message = NULL, next_version = NULL, next_size = NULL
  WHERE id = ?`
const END_ATTEMPT = `UPDATE attempts SET finished_at = ?, outcome = ?, phase = ?, code = ?, message = ?, duration_ms = ?,
  source_sha256 = ?, input_bytes = ?, output_bytes = ?, exit_code = ?, exit_signal = ?, stderr_tail = ?, details = ?
  WHERE id = ?`

/** Ends an attempt: row and attempt together, if the claim is still ours. */
export function settleClaim(claiming: Claiming, claim: Claim, outcome: Outcome): boolean {
  const { db, clock } = claiming
  const now = clock.now()
  return db.write(() => {
    const row = endRow(db, now, claim, outcome)
    if (row === undefined) return false
    endAttempt(db, now, claim, outcome)
    if (row.next_version !== null) db.prepare(NEXT_VERSION).run(toTimestamp(now), claim.file.id)
    return true
  })
}

/** @returns undefined when the row is not ours any more */
function endRow(
  db: Database,
  now: Date,
  { file, fence }: Claim,
  outcome: Outcome,
): { next_version: string | null } | undefined {
  const end = (statement: string, ...values: unknown[]) =>
    db.prepare(statement).get(...values, file.id, fence) as { next_version: string | null } | undefined
  if (outcome.status === 'completed') return end(COMPLETE, toTimestamp(now), outcome.outputPath)
  const isFinal = outcome.status === 'failed'
  const dueAt = isFinal ? null : toTimestamp(new Date(now.getTime() + outcome.delayMs))
  const counts = outcome.status === 'released' ? 0 : 1
  return end(FAIL, isFinal ? 'failed' : 'pending', dueAt, counts, outcome.code, outcome.message)
}

function endAttempt(db: Database, now: Date, { attemptId }: Claim, outcome: Outcome): void {
  const { facts } = outcome
  const { code, message } = outcome.status === 'completed' ? { code: null, message: null } : outcome
  const { phase, durationMs, sourceSha256, inputBytes, outputBytes, exitCode, exitSignal, stderrTail, details } = facts
  const ending = [toTimestamp(now), outcome.status, phase, code, message, Math.round(durationMs)]
  const bytes = [sourceSha256 ?? null, inputBytes ?? null, outputBytes ?? null]
  const exit = [exitCode ?? null, exitSignal ?? null, stderrTail ?? null]
  const json = details === undefined ? null : JSON.stringify(details)
  db.prepare(END_ATTEMPT).run(...ending, ...bytes, ...exit, json, attemptId)
}
