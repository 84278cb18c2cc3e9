import { isBatchError, type RecordOptions, type RecordResult, type SeenFile } from '@rittdoc-batch/core'
import { Recording } from '../record/recording.ts'
import type { Database } from './database.ts'
import { RecordByFile } from './record-by-file.ts'
import { RecordTogether } from './record-together.ts'

/**
 * Records what was seen, in one transaction: together, and once more file by file when an index refuses that. Then another
 * file has a name that was taken for free, or a key is in the database in another form than it came in.
 */
export function recordFiles(
  db: Database,
  files: readonly SeenFile[],
  options: RecordOptions & { readonly now: () => Date },
): RecordResult {
  try {
    return db.readThenWrite(() => {
      const store = new RecordTogether(db, options.now(), files)
      const result = new Recording(store, options).record(files)
      store.writeRows()
      return result
    })
  } catch (error) {
    if (!isNotUnique(error)) throw error
    return db.readThenWrite(() => new Recording(new RecordByFile(db, options.now()), options).record(files))
  }
}

function isNotUnique(error: unknown): boolean {
  const cause = isBatchError(error) ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_CONSTRAINT_UNIQUE'
}
