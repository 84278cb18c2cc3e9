import type { PostgresDatabase, Statement } from '../database.ts'

/** Publishers looked at together. */
const PAGE = 500

/**
 * Tells publishers when they are due next that seemed due and are not, so that claims need not look at them. Their rows
 * are locked before their files are looked at: whoever adds a file locks them too, so none is missed.
 */
export async function tidyHints(db: PostgresDatabase, storage: string): Promise<void> {
  for (;;) {
    const stale = await db.rows<{ publisher: string }>(STALE, [storage, PAGE])
    if (stale.length === 0) return
    const publishers = stale.map(({ publisher }) => publisher)
    const done = await db.transaction(async (connection) => {
      const locked = await db.rows<{ publisher: string }>(LOCK, [storage, publishers], connection)
      if (locked.length === 0) return 0
      const own = locked.map(({ publisher }) => publisher)
      return (await db.rows(RAISE, [storage, own], connection)).length
    })
    if (done < PAGE) return
  }
}

const STALE: Statement = {
  name: 'hints-stale',
  text: `SELECT p.publisher FROM publishers AS p WHERE p.storage = $1 AND p.due_hint <= clock_timestamp()
    AND NOT EXISTS (SELECT FROM files WHERE storage = p.storage AND publisher = p.publisher AND status = 'pending'
      AND version IS NOT NULL AND due_at <= clock_timestamp()) LIMIT $2`,
}
const LOCK: Statement = {
  name: 'hints-lock',
  text: `SELECT publisher FROM publishers WHERE storage = $1 AND publisher = ANY($2) ORDER BY publisher
    FOR UPDATE SKIP LOCKED`,
}
const RAISE: Statement = {
  name: 'hints-raise',
  text: `UPDATE publishers AS p SET due_hint = (SELECT min(due_at) FROM files WHERE storage = p.storage
      AND publisher = p.publisher AND status = 'pending' AND version IS NOT NULL)
    WHERE p.storage = $1 AND p.publisher = ANY($2) RETURNING publisher`,
}
