import type { FileQuery } from '@rittdoc-batch/core'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'
import { allOf, findBy } from './find-by.ts'

/** Makes matching files due again, unless somebody works on them. @returns how many */
export function makePending(db: Database, query: FileQuery, now: Date): number {
  const change = db.build
    .updateTable('files')
    .set({
      status: 'pending',
      due_at: toTimestamp(now),
      retry_count: 0,
      lost: 0,
      lost_phase: null,
      error_code: null,
      error_message: null,
    })
    .where(allOf(findBy(query)))
    .where('status', '<>', 'processing')
  return db.writeMany(() => db.run(change))
}

/** Deletes matching finished rows; a trigger keeps their versions known. @returns how many */
export function forget(db: Database, query: FileQuery): number {
  const removal = db.build
    .deleteFrom('files')
    .where(allOf(findBy(query)))
    .where('status', 'in', ['completed', 'failed', 'skipped'])
  return db.writeMany(() => db.run(removal))
}
