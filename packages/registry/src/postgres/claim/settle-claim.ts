import type { CallOptions, Claim, Outcome } from '@rittdoc-batch/core'
import type { Connection, PostgresDatabase, Statement } from '../database.ts'

/** Ends an attempt: row and attempt together, if the claim is still ours. */
export async function settleClaim(
  db: PostgresDatabase,
  claim: Claim,
  outcome: Outcome,
  options: CallOptions = {},
): Promise<boolean> {
  const ending = endingOf(claim, outcome)
  let isRepeated = false
  return db.patiently(options, async () => {
    const wasSettled = isRepeated && (await db.rows(ENDED_SO, [claim.attemptId, outcome.status])).length > 0
    isRepeated = true
    return wasSettled || (await end(db, SETTLE, ending)) || (await endSuperseded(db, claim, ending))
  })
}

/** Where another version has been seen meanwhile, which takes the place of this one. */
async function endSuperseded(db: PostgresDatabase, { file }: Claim, ending: readonly unknown[]): Promise<boolean> {
  return db.transaction(async (connection) => {
    if (!(await end(db, SETTLE_SUPERSEDED, ending, connection))) return false
    await db.rows(NEXT_VERSION, [file.id], connection)
    return true
  })
}

async function end(
  db: PostgresDatabase,
  statement: Statement,
  values: readonly unknown[],
  connection?: Connection,
): Promise<boolean> {
  return (await db.rows(statement, values, connection)).length > 0
}

function endingOf({ file, fence, attemptId }: Claim, outcome: Outcome): unknown[] {
  const isCompleted = outcome.status === 'completed'
  const { code, message, outputPath } = isCompleted
    ? { code: null, message: null, outputPath: outcome.outputPath }
    : { ...outcome, outputPath: null }
  const status = outcome.status === 'completed' || outcome.status === 'failed' ? outcome.status : 'pending'
  const delayMs = 'delayMs' in outcome ? outcome.delayMs : null
  const retries = outcome.status === 'retry' || outcome.status === 'failed' ? 1 : 0
  const { facts } = outcome
  const json = facts.details === undefined ? null : JSON.stringify(facts.details)
  return [
    ...[file.id, fence, status, outputPath, delayMs, retries, code, message, attemptId, outcome.status],
    ...[facts.phase, Math.round(facts.durationMs), facts.sourceSha256 ?? null, facts.inputBytes ?? null],
    ...[facts.outputBytes ?? null, facts.exitCode ?? null, facts.exitSignal ?? null, facts.stderrTail ?? null, json],
  ]
}

const settle = (name: string, condition: string): Statement => ({
  name,
  text: `WITH ended AS (
      UPDATE files SET status = $3,
        completed_at = CASE WHEN $3 = 'completed' THEN clock_timestamp() ELSE completed_at END,
        output_path = COALESCE($4, output_path), due_at = clock_timestamp() + $5::float8 * interval '1 ms',
        retry_count = COALESCE(retry_count, 0) + $6, error_code = $7, error_message = $8, lost = 0, lost_phase = NULL,
        recovered = CASE WHEN $3 = 'completed' THEN 0 WHEN phase = 'publish' THEN 1 ELSE recovered END,
        attempt_id = NULL, fence = NULL, lease_owner = NULL, lease_until = NULL, lease_max_retries = NULL, phase = NULL
      WHERE id = $1 AND fence = $2 AND status = 'processing' AND ${condition} RETURNING id
    )
    UPDATE attempts SET finished_at = clock_timestamp(), outcome = $10, phase = $11, code = $7, message = $8,
      duration_ms = $12, source_sha256 = $13, input_bytes = $14, output_bytes = $15, exit_code = $16, exit_signal = $17,
      stderr_tail = $18, details = $19
    WHERE id = $9 AND EXISTS (SELECT FROM ended) RETURNING id`,
})

const SETTLE = settle('settle', 'next_version IS NULL')
const SETTLE_SUPERSEDED = settle('settle-superseded', 'true')

/** Whether a call of which nobody knows how it ended has settled the attempt. */
const ENDED_SO: Statement = {
  name: 'settle-ended-so',
  text: 'SELECT id FROM attempts WHERE id = $1 AND outcome = $2',
}

/** Another version takes the place of the one that the row speaks of. */
const NEXT_VERSION: Statement = {
  name: 'settle-next-version',
  text: `UPDATE files SET status = 'pending', due_at = clock_timestamp(), version = next_version, file_size = next_size,
      retry_count = 0, attempt = 0, lost = 0, lost_phase = NULL, error_code = NULL, error_message = NULL,
      next_version = NULL, next_size = NULL WHERE id = $1 AND next_version IS NOT NULL`,
}
