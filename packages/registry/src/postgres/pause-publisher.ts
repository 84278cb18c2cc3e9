import type { PostgresDatabase, Statement } from './database.ts'

/** Files of a paused publisher are not claimed. */
export async function pausePublisher(db: PostgresDatabase, publisher: string): Promise<void> {
  await db.rows(PAUSE, [publisher])
}

/** It starts at the others' level again: the pause is not caught up at their cost, nor at its own. */
export async function resumePublisher(db: PostgresDatabase, publisher: string): Promise<void> {
  await db.rows(RESUME, [publisher])
}

const PAUSE: Statement = { name: 'pause', text: 'INSERT INTO paused (publisher) VALUES ($1) ON CONFLICT DO NOTHING' }

const RESUME: Statement = {
  name: 'resume',
  text: `WITH resumed AS (DELETE FROM paused WHERE publisher = $1 RETURNING publisher)
    UPDATE publishers AS p SET served = COALESCE((
      SELECT other.served FROM publishers AS other
      WHERE other.storage = p.storage AND other.publisher <> p.publisher AND other.due_hint <= clock_timestamp()
        AND NOT EXISTS (SELECT FROM paused WHERE paused.publisher = other.publisher)
        AND EXISTS (SELECT FROM files AS due WHERE due.storage = other.storage AND due.publisher = other.publisher
          AND due.status = 'pending' AND due.version IS NOT NULL AND due.due_at <= clock_timestamp())
      ORDER BY other.served LIMIT 1), p.served)
    FROM resumed WHERE p.publisher = resumed.publisher`,
}
