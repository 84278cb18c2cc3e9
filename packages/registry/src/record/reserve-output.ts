import { collisionKey, outputName, type SeenFile } from '@rittdoc-batch/core'
import type { Database } from '../sqlite/database.ts'

/** An output key with the form under which it must be unique. */
export interface Reservation {
  readonly outputKey: string
  readonly collision: string
}

const TAKEN_BY_FILE = `SELECT 1 FROM files WHERE output_storage = ? AND output_collision = ?
  AND NOT (storage = ? AND s3_key = ?)`
const TAKEN_BY_FORGOTTEN = `SELECT 1 FROM forgotten WHERE output_storage = ? AND output_collision = ?
  AND NOT (storage = ? AND s3_key = ?)`

/** The first candidate that no other file has, nor had before it was deleted. */
export function reserveOutput(db: Database, file: SeenFile, mayHaveForgotten: boolean): Reservation {
  for (let n = 0; ; n++) {
    const outputKey = file.outputFolder + outputName(file.filename, n)
    const collision = collisionKey(outputKey)
    const place = [file.outputStorage, collision, file.storage, file.key]
    const isTaken =
      db.prepare(TAKEN_BY_FILE).get(...place) !== undefined ||
      (mayHaveForgotten && db.prepare(TAKEN_BY_FORGOTTEN).get(...place) !== undefined)
    if (!isTaken) return { outputKey, collision }
  }
}

/** The first choice, for telling what a file did not get. */
export function wantedOutput(file: SeenFile): string {
  return file.outputFolder + outputName(file.filename, 0)
}
