import type { Database } from '../sqlite/database.ts'

/** Files of a paused publisher are not claimed. */
export function pausePublisher(db: Database, publisher: string): void {
  db.write(() => db.prepare('INSERT OR IGNORE INTO paused (publisher) VALUES (?)').run(publisher))
}

const LEVEL = `UPDATE publishers SET served = MAX(served, COALESCE((SELECT MIN(served) FROM publishers AS other
  WHERE other.storage = publishers.storage AND other.waiting > 0 AND other.publisher <> publishers.publisher
  AND other.publisher NOT IN (SELECT publisher FROM paused)), 0)) WHERE publisher = ?`

/** It starts at the others' level again: the pause is not caught up at their cost. */
export function resumePublisher(db: Database, publisher: string): void {
  db.write(() => {
    const { changes } = db.prepare('DELETE FROM paused WHERE publisher = ?').run(publisher)
    if (changes > 0) db.prepare(LEVEL).run(publisher)
  })
}
