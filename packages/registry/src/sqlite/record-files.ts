import { isBatchError, type RecordOptions, type RecordResult, type SeenFile } from '@rittdoc-batch/core'
import { Recording } from '../record/recording.ts'
import type { Database } from './database.ts'
import { RecordByFile } from './record-by-file.ts'
import { RecordTogether } from './record-together.ts'

/**
 * Records what was seen, in one transaction: together, and when that took a name for free which another file has, once
 * more file by file.
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
