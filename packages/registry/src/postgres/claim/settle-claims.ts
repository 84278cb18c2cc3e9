import type { AttemptFacts, Claim, Outcome } from '@rittdoc-batch/core'
import type { Connection, PostgresDatabase, Statement } from '../database.ts'

/** How an attempt ended. */
export interface Ending {
  readonly claim: Claim
  readonly outcome: Outcome
}

/**
 * Ends attempts, rows and attempts together, where the claims are still ours: all of them in one transaction, but for those
 * of files of which another version has been seen meanwhile, which have one each.
 * @returns for each of them whether it was ours
 */
export async function settleClaims(db: PostgresDatabase, endings: readonly Ending[]): Promise<boolean[]> {
  let isRepeated = false
  return db.patiently({}, async () => {
    const settled = new Set(isRepeated ? await attemptsOf(db, ENDED_SO, valuesOf(ENDED_COLUMNS, endings)) : [])
    isRepeated = true
    const open = endings.filter(({ claim }) => !settled.has(claim.attemptId))
    for (const id of await settleOpen(db, open)) settled.add(id)
    for (const ending of open)
      if (!settled.has(ending.claim.attemptId) && (await settleSuperseded(db, ending)))
        settled.add(ending.claim.attemptId)
    return endings.map(({ claim }) => settled.has(claim.attemptId))
  })
}

/** Rows are changed in the order of their ids as far as the server keeps it: others lock them in that order. */
async function settleOpen(db: PostgresDatabase, open: readonly Ending[]): Promise<number[]> {
  const [one, ...more] = open.toSorted((a, b) => a.claim.file.id - b.claim.file.id)
  if (one === undefined) return []
  if (more.length === 0)
    return attemptsOf(
      db,
      SETTLE,
      COLUMNS.map(([, , value]) => value(one)),
    )
  return db.again(() => attemptsOf(db, SETTLE_SEVERAL, valuesOf(COLUMNS, [one, ...more])))
}

/** Where another version has been seen meanwhile, which takes the place of this one. */
async function settleSuperseded(db: PostgresDatabase, ending: Ending): Promise<boolean> {
  return db.transaction(async (connection) => {
    const values = COLUMNS.map(([, , value]) => value(ending))
    if ((await attemptsOf(db, SETTLE_SUPERSEDED, values, connection)).length === 0) return false
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

/** An array for each column. */
function valuesOf(columns: readonly Column[], endings: readonly Ending[]): unknown[][] {
  return columns.map(([, , value]) => endings.map(value))
}

/** What is told of several endings: a row for every element of the arrays. */
function several(columns: readonly Column[]): string {
  const arrays = columns.map(([, type], i) => `$${i + 1}::${type}[]`)
  return `unnest(${arrays.join(', ')}) AS given (${columns.map(([name]) => name).join(', ')})`
}

/** What is told of one. From an array the planner would expect ten, and would plan anew at every call. */
const ONE = `(SELECT ${COLUMNS.map(([name, type], i) => `$${i + 1}::${type} AS ${name}`).join(', ')}) AS given`

const settle = (name: string, source: string, condition = 'files.next_version IS NULL'): Statement => ({
  name,
  text: `WITH ended AS (
      UPDATE files SET status = given.status,
        completed_at = CASE WHEN given.status = 'completed' THEN clock_timestamp() ELSE completed_at END,
        output_path = COALESCE(given.output_path, files.output_path),
        due_at = clock_timestamp() + given.delay_ms * interval '1 ms',
        retry_count = COALESCE(retry_count, 0) + given.retries, error_code = given.code, error_message = given.message,
        lost = 0, lost_phase = NULL,
        recovered = CASE WHEN given.status = 'completed' THEN 0 WHEN files.phase = 'publish' THEN 1 ELSE recovered END,
        attempt_id = NULL, fence = NULL, lease_owner = NULL, lease_until = NULL, lease_max_retries = NULL, phase = NULL
      FROM ${source}
      WHERE files.id = given.id AND files.fence = given.fence AND files.status = 'processing' AND ${condition}
      RETURNING given.*
    )
    UPDATE attempts SET finished_at = clock_timestamp(), outcome = ended.outcome, phase = ended.phase,
      code = ended.code, message = ended.message, duration_ms = ended.duration_ms, source_sha256 = ended.source_sha256,
      input_bytes = ended.input_bytes, output_bytes = ended.output_bytes, exit_code = ended.exit_code,
      exit_signal = ended.exit_signal, stderr_tail = ended.stderr_tail, details = ended.details
    FROM ended WHERE attempts.id = ended.attempt_id RETURNING attempts.id`,
})

const SETTLE = settle('settle', ONE)
const SETTLE_SEVERAL = settle('settle-several', several(COLUMNS))
const SETTLE_SUPERSEDED = settle('settle-superseded', ONE, 'true')

/** Which attempts a call has ended of which nobody knows how it went. */
const ENDED_SO: Statement = {
  name: 'settle-ended-so',
  text: `SELECT attempts.id FROM attempts JOIN ${several(ENDED_COLUMNS)} ON attempts.id = given.attempt_id
    WHERE attempts.outcome = given.outcome`,
}

/** Another version takes the place of the one that the row speaks of. */
const NEXT_VERSION: Statement = {
  name: 'settle-next-version',
  text: `UPDATE files SET status = 'pending', due_at = clock_timestamp(), version = next_version, file_size = next_size,
      retry_count = 0, attempt = 0, lost = 0, lost_phase = NULL, error_code = NULL, error_message = NULL,
      next_version = NULL, next_size = NULL WHERE id = $1 AND next_version IS NOT NULL`,
}
