import type { RunNote } from '@rittdoc-batch/core'
import { fromTimestamp, toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'

/** Older runs are dropped. */
const KEPT_RUNS = 1_000

/** Keeps a run. */
export function writeRun(db: Database, { id, owner, startedAt, finishedAt, report }: RunNote): void {
  const times = { started_at: toTimestamp(startedAt), finished_at: toTimestamp(finishedAt) }
  const row = { owner, ...times, report: JSON.stringify(report) }
  db.write(() => {
    db.run(
      db.build
        .insertInto('runs')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
    )
    const kept = db.build.selectFrom('runs').select('id').orderBy('finished_at', 'desc').limit(KEPT_RUNS)
    db.run(db.build.deleteFrom('runs').where('id', 'not in', kept))
  })
}

/** The newest runs first. */
export function readRuns(db: Database, count: number): RunNote[] {
  const rows = db.all(db.build.selectFrom('runs').selectAll().orderBy('finished_at', 'desc').limit(count))
  return rows.map(({ id, owner, started_at, finished_at, report }) => ({
    id,
    owner,
    startedAt: fromTimestamp(started_at) ?? new Date(0),
    finishedAt: fromTimestamp(finished_at) ?? new Date(0),
    report: JSON.parse(report),
  }))
}
