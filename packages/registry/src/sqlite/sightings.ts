import { isSettled, type SeenFile } from '@rittdoc-batch/core'
import { fromTimestamp, toTimestamp } from '../rows/timestamp.ts'
import type { Database } from './database.ts'
import { RECORD } from './hot-statements.ts'

/** Looks at a file that may still be uploading. @returns whether it is finished; if not, this look is remembered */
export function lookAgain(db: Database, file: SeenFile, look: { now: Date; settleMs: number }): boolean {
  const row = db.prepare(RECORD.findSighting).get(file.storage, file.key) as
    | { version: string; first_seen_at: string }
    | undefined
  const firstSeenAt = fromTimestamp(row?.first_seen_at ?? null)
  const sighting = row && firstSeenAt && { version: row.version, firstSeenAt }
  if (isSettled(file.modifiedAt, sighting, file.version, look.now, look.settleMs)) {
    if (row !== undefined) db.prepare(RECORD.dropSighting).run(file.storage, file.key)
    return true
  }
  if (sighting?.version !== file.version) {
    db.prepare(RECORD.keepSighting).run(file.storage, file.key, file.version, toTimestamp(look.now))
  }
  return false
}
