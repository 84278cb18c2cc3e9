import type { Failure } from '@rittdoc-batch/core'
import { toAttemptRecord } from '../rows/attempt-record.ts'
import { toFileRecord } from '../rows/file-record.ts'
import type { Queryable } from './query-files.ts'

/** How many of the newest attempts of a kind are looked at, however many of their files have been converted since. */
const LOOKED_AT = 1_000

/** An attempt after which a file can be failed: one that failed, or one that was lost once too often. */
const LAST_ENDINGS = ['failed', 'lost'] as const

/** Files that are failed now, the one that failed last first, each with its last attempt. */
export async function readLastFailures(db: Queryable, count: number): Promise<Failure[]> {
  const found = await Promise.all(LAST_ENDINGS.map((outcome) => failedAfter(db, outcome, count)))
  const newest = found.flat().sort((a, b) => (a.finished_at < b.finished_at ? 1 : -1))
  const ids = newest.slice(0, count).map(({ id }) => id)
  if (ids.length === 0) return []
  const attempts = await db.all(db.build.selectFrom('attempts').selectAll().where(db.terms.isAmong(ids)))
  const fileIds = attempts.map(({ file_id }) => file_id)
  const files = await db.all(db.build.selectFrom('files').selectAll().where(db.terms.isAmong(fileIds)))
  return ids.flatMap((id) => {
    const attempt = attempts.find((row) => row.id === id)
    const file = files.find((row) => row.id === attempt?.file_id)
    return attempt && file ? [{ file: toFileRecord(file), attempt: toAttemptRecord(attempt) }] : []
  })
}

/** Ids of the last attempts on failed files that ended so. */
async function failedAfter(db: Queryable, outcome: (typeof LAST_ENDINGS)[number], count: number) {
  const newest = db.build
    .selectFrom('attempts')
    .select(['id', 'file_id', 'attempt', 'finished_at'])
    .where('outcome', '=', outcome)
    .where('finished_at', 'is not', null)
    .orderBy('finished_at', 'desc')
    .limit(LOOKED_AT)
  const rows = await db.all(
    db.build
      .selectFrom(newest.as('ended'))
      .innerJoin('files', 'files.id', 'ended.file_id')
      .select(['ended.id', 'ended.finished_at'])
      .where('files.status', '=', 'failed')
      .whereRef('files.attempt', '=', 'ended.attempt')
      .orderBy('ended.finished_at', 'desc')
      .limit(count),
  )
  return rows.map(({ id, finished_at }) => ({ id, finished_at: String(finished_at) }))
}
