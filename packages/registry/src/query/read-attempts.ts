import type { AttemptRecord } from '@rittdoc-batch/core'
import { toAttemptRecord } from '../rows/attempt-record.ts'
import type { Database } from '../sqlite/database.ts'

/** All attempts on a file, oldest first. */
export function readAttempts(db: Database, fileId: number): AttemptRecord[] {
  const rows = db.build.selectFrom('attempts').selectAll().where('file_id', '=', fileId).orderBy('id')
  return db.all(rows).map(toAttemptRecord)
}
