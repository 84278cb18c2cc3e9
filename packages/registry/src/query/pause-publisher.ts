import { sql } from 'kysely'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'

/** Files of a paused publisher are not claimed. */
export function pausePublisher(db: Database, publisher: string): void {
  db.write(() => db.run(db.build.insertInto('paused').values({ publisher }).orIgnore()))
}

/** It starts at the others' level again: the pause is not caught up at their cost, nor at its own. */
export function resumePublisher(db: Database, publisher: string, now: Date): void {
  db.write(() => {
    const isResumed = db.run(db.build.deleteFrom('paused').where('publisher', '=', publisher)) > 0
    if (!isResumed) return
    const level = leastServed(now)
    const served = sql<number>`COALESCE(${level}, served)`
    db.run(db.build.updateTable('publishers').set({ served }).where('publisher', '=', publisher))
  })
}

/** Claims of the least-served other publisher of the same storage that has something to claim now. */
function leastServed(now: Date) {
  return sql<number>`(SELECT other.served FROM publishers AS other
    WHERE other.storage = publishers.storage AND other.waiting > 0 AND other.publisher <> publishers.publisher
      AND other.publisher NOT IN (SELECT publisher FROM paused)
      AND EXISTS (SELECT 1 FROM files AS due WHERE due.storage = other.storage AND due.publisher = other.publisher
        AND due.status = 'pending' AND due.version IS NOT NULL AND due.due_at <= ${toTimestamp(now)})
    ORDER BY other.served LIMIT 1)`
}
