import { isSettled, type SeenFile } from '@rittdoc-batch/core'
import { fromTimestamp, toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'

const FIND = 'SELECT version, first_seen_at FROM sightings WHERE storage = ? AND s3_key = ?'
const KEEP = `INSERT INTO sightings (storage, s3_key, version, first_seen_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (storage, s3_key) DO UPDATE SET version = excluded.version, first_seen_at = excluded.first_seen_at`
const DROP = 'DELETE FROM sightings WHERE storage = ? AND s3_key = ?'

/** Looks at a file that may still be uploading. @returns whether it is finished; if not, this look is remembered */
export function lookAgain(db: Database, file: SeenFile, look: { now: Date; settleMs: number }): boolean {
  const row = db.prepare(FIND).get(file.storage, file.key) as { version: string; first_seen_at: string } | undefined
  const firstSeenAt = fromTimestamp(row?.first_seen_at ?? null)
  const sighting = row && firstSeenAt && { version: row.version, firstSeenAt }
  if (isSettled(file.modifiedAt, sighting, file.version, look.now, look.settleMs)) {
    if (row !== undefined) db.prepare(DROP).run(file.storage, file.key)
    return true
  }
  if (sighting?.version !== file.version) {
    db.prepare(KEEP).run(file.storage, file.key, file.version, toTimestamp(look.now))
  }
  return false
}
