import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Who inserts many files may count them for the publishers at once, instead of one by one: it says in `counted` how many
 * it inserts for whom, inserts them, and empties the table, all in one transaction.
 */
export const countingTogether: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'"

/** Where a publisher starts that had nothing waiting: see 0002. */
const levelBeside = (row: 'NEW' | 'OLD') => `(SELECT other.served FROM publishers AS other
      WHERE other.storage = ${row}.storage AND other.waiting > 0 AND other.publisher <> ${row}.publisher
        AND other.publisher NOT IN (SELECT publisher FROM paused)
        AND EXISTS (SELECT 1 FROM files AS due WHERE due.storage = other.storage AND due.publisher = other.publisher
          AND due.status = 'pending' AND due.version IS NOT NULL AND due.due_at <= ${NOW})
      ORDER BY other.served LIMIT 1)`

const waitMore = (row: 'NEW' | 'OLD', files: string) => `
    INSERT OR IGNORE INTO publishers (storage, publisher) VALUES (${row}.storage, ${row}.publisher);
    UPDATE publishers SET served = CASE WHEN waiting = 0 THEN COALESCE(${levelBeside(row)}, served) ELSE served END,
      waiting = waiting + ${files} WHERE storage = ${row}.storage AND publisher = ${row}.publisher;`

const STATEMENTS = [
  'CREATE TABLE counted (storage TEXT NOT NULL, publisher TEXT NOT NULL, files INTEGER NOT NULL)',
  `CREATE TRIGGER counted_waiting AFTER DELETE ON counted BEGIN ${waitMore('OLD', 'OLD.files')} END`,
  'DROP TRIGGER files_waiting_insert',
  `CREATE TRIGGER files_waiting_insert AFTER INSERT ON files
    WHEN NEW.status = 'pending' AND NOT EXISTS (SELECT 1 FROM counted) BEGIN ${waitMore('NEW', '1')} END`,
]
