import type { AttemptFacts, Claim, Outcome } from '@rittdoc-batch/core'
import type { Connection, PostgresDatabase, Statement } from '../database.ts'

/** How an attempt ended. */
export interface Ending {
  readonly claim: Claim
  readonly outcome: Outcome
}

/**
 * Ends attempts, rows and attempts together, where the claims are still ours; all of them in one transaction.
 * @returns for each of them whether it was ours
 */
export async function settleClaims(db: PostgresDatabase, endings: readonly Ending[]): Promise<boolean[]> {
  let isRepeated = false
  return db.patiently({}, async () => {
    const settled = new Set(isRepeated ? await attemptsOf(db, ENDED_SO, valuesOf(ENDED_COLUMNS, endings)) : [])
    isRepeated = true
    const open = endings.filter(({ claim }) => !settled.has(claim.attemptId))
    for (const id of await attemptsOf(db, SETTLE, valuesOf(COLUMNS, open))) settled.add(id)
    for (const ending of open)
      if (!settled.has(ending.claim.attemptId) && (await settleSuperseded(db, ending)))
        settled.add(ending.claim.attemptId)
    return endings.map(({ claim }) => settled.has(claim.attemptId))
  })
}

/** Where another version has been seen meanwhile, which takes the place of this one. */
async function settleSuperseded(db: PostgresDatabase, ending: Ending): Promise<boolean> {
  return db.transaction(async (connection) => {
    if ((await attemptsOf(db, SETTLE_SUPERSEDED, valuesOf(COLUMNS, [ending]), connection)).length === 0) return false
    await db.rows(NEXT_VERSION, [ending.claim.file.id], connection)
    return true
  })
}

async function attemptsOf(
  db: PostgresDatabase,
  statement: Statement,
  values: readonly unknown[],
  connection?: Connection,
): Promise<number[]> {
  if (Array.isArray(values[0]) && values[0].length === 0) return []
  return (await db.rows<{ id: number }>(statement, values, connection)).map(({ id }) => id)
}

type Column = readonly [name: string, type: string, value: (ending: Ending) => unknown]

const fact = (name: string, type: string, value: (facts: AttemptFacts) => unknown): Column => [
  name,
  type,
  ({ outcome }) => value(outcome.facts) ?? null,
]

const ENDED_COLUMNS: readonly Column[] = [
  ['attempt_id', 'bigint', ({ claim }) => claim.attemptId],
  ['outcome', 'text', ({ outcome }) => outcome.status],
]

/** What the statements are told of each ending, by name. */
const COLUMNS: readonly Column[] = [
  ...ENDED_COLUMNS,
  ['id', 'bigint', ({ claim }) => claim.file.id],
  ['fence', 'text', ({ claim }) => claim.fence],
  ['status', 'text', ({ outcome }) => statusAfter(outcome)],
  ['output_path', 'text', ({ outcome }) => (outcome.status === 'completed' ? outcome.outputPath : null)],
  ['delay_ms', 'float8', ({ outcome }) => ('delayMs' in outcome ? outcome.delayMs : null)],
  ['retries', 'integer', ({ outcome }) => (outcome.status === 'retry' || outcome.status === 'failed' ? 1 : 0)],
  ['code', 'text', ({ outcome }) => (outcome.status === 'completed' ? null : outcome.code)],
  ['message', 'text', ({ outcome }) => (outcome.status === 'completed' ? null : outcome.message)],
  fact('phase', 'text', ({ phase }) => phase),
  fact('duration_ms', 'bigint', ({ durationMs }) => Math.round(durationMs)),
  fact('source_sha256', 'text', ({ sourceSha256 }) => sourceSha256),
  fact('input_bytes', 'bigint', ({ inputBytes }) => inputBytes),
  fact('output_bytes', 'bigint', ({ outputBytes }) => outputBytes),
  fact('exit_code', 'integer', ({ exitCode }) => exitCode),
  fact('exit_signal', 'text', ({ exitSignal }) => exitSignal),
  fact('stderr_tail', 'text', ({ stderrTail }) => stderrTail),
  fact('details', 'text', ({ details }) => (details === undefined ? undefined : JSON.stringify(details))),
]

function statusAfter({ status }: Outcome): string {
  return status === 'completed' || status === 'failed' ? status : 'pending'
}

/** One array for each column. */
function valuesOf(columns: readonly Column[], endings: readonly Ending[]): unknown[][] {
  return columns.map(([, , value]) => endings.map(value))
}

function given(columns: readonly Column[]): string {
  const arrays = columns.map(([, type], i) => `$${i + 1}::${type}[]`)
  return `unnest(${arrays.join(', ')}) AS given (${columns.map(([name]) => name).join(', ')})`
}

/** Several rows are locked in the order of their ids, as others do it. */
const settle = (name: string, condition: string): Statement => ({
  name,
  text: `WITH given AS MATERIALIZED (SELECT * FROM ${given(COLUMNS)}),
    own AS MATERIALIZED (
      SELECT given.* FROM files JOIN given USING (id)
      WHERE files.fence = given.fence AND files.status = 'processing' AND ${condition} ORDER BY id FOR UPDATE OF files
    ),
    ended AS (
      UPDATE files SET status = own.status,
        completed_at = CASE WHEN own.status = 'completed' THEN clock_timestamp() ELSE completed_at END,
        output_path = COALESCE(own.output_path, files.output_path),
        due_at = clock_timestamp() + own.delay_ms * interval '1 ms',
        retry_count = COALESCE(retry_count, 0) + own.retries, error_code = own.code, error_message = own.message,
        lost = 0, lost_phase = NULL,
        recovered = CASE WHEN own.status = 'completed' THEN 0 WHEN files.phase = 'publish' THEN 1 ELSE recovered END,
        attempt_id = NULL, fence = NULL, lease_owner = NULL, lease_until = NULL, lease_max_retries = NULL, phase = NULL
      FROM own WHERE files.id = own.id RETURNING files.id
    )
    UPDATE attempts SET finished_at = clock_timestamp(), outcome = own.outcome, phase = own.phase, code = own.code,
      message = own.message, duration_ms = own.duration_ms, source_sha256 = own.source_sha256,
      input_bytes = own.input_bytes, output_bytes = own.output_bytes, exit_code = own.exit_code,
      exit_signal = own.exit_signal, stderr_tail = own.stderr_tail, details = own.details
    FROM own JOIN ended USING (id) WHERE attempts.id = own.attempt_id RETURNING attempts.id`,
})

const SETTLE = settle('settle', 'files.next_version IS NULL')
const SETTLE_SUPERSEDED = settle('settle-superseded', 'true')

/** Which attempts a call has ended of which nobody knows how it went. */
const ENDED_SO: Statement = {
  name: 'settle-ended-so',
  text: `SELECT attempts.id FROM attempts JOIN ${given(ENDED_COLUMNS)} ON attempts.id = given.attempt_id
    WHERE attempts.outcome = given.outcome`,
}

/** Another version takes the place of the one that the row speaks of. */
const NEXT_VERSION: Statement = {
  name: 'settle-next-version',
  text: `UPDATE files SET status = 'pending', due_at = clock_timestamp(), version = next_version, file_size = next_size,
      retry_count = 0, attempt = 0, lost = 0, lost_phase = NULL, error_code = NULL, error_message = NULL,
      next_version = NULL, next_size = NULL WHERE id = $1 AND next_version IS NOT NULL`,
}
