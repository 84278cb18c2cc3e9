import type { RunNote } from '@rittdoc-batch/core'
import { fromTimestamp, toTimestamp } from '../rows/timestamp.ts'
import type { PostgresDatabase, Statement } from './database.ts'

/** Older runs are dropped. */
const KEPT_RUNS = 1_000

interface RunRow {
  readonly id: string
  readonly owner: string
  readonly started_at: string
  readonly finished_at: string
  readonly report: string
}

/** Keeps a run. */
export async function writeRun(db: PostgresDatabase, run: RunNote): Promise<void> {
  const { id, owner, startedAt, finishedAt, report } = run
  await db.rows(WRITE, [id, owner, toTimestamp(startedAt), toTimestamp(finishedAt), JSON.stringify(report)])
  await db.rows(DROP_OLD, [KEPT_RUNS])
}

/** The newest runs first. */
export async function readRuns(db: PostgresDatabase, count: number): Promise<RunNote[]> {
  const rows = await db.rows<RunRow>(READ, [count])
  return rows.map(({ id, owner, started_at, finished_at, report }) => ({
    ...{ id, owner, report: JSON.parse(report) },
    startedAt: fromTimestamp(started_at) ?? new Date(0),
    finishedAt: fromTimestamp(finished_at) ?? new Date(0),
  }))
}

const WRITE: Statement = {
  name: 'run-write',
  text: `INSERT INTO runs (id, owner, started_at, finished_at, report) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, started_at = excluded.started_at,
      finished_at = excluded.finished_at, report = excluded.report`,
}
const DROP_OLD: Statement = {
  name: 'run-drop-old',
  text: `DELETE FROM runs WHERE finished_at < (SELECT finished_at FROM runs ORDER BY finished_at DESC OFFSET $1 - 1 LIMIT 1)`,
}
const READ: Statement = { name: 'run-read', text: 'SELECT * FROM runs ORDER BY finished_at DESC LIMIT $1' }
