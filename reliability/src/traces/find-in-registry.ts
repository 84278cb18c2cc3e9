import SqliteDatabase from 'better-sqlite3'
import { type Finding, findings } from './finding.ts'

/** What a registry is held against. */
export interface RegistryExpectation {
  readonly books: number
  /** How many lives ended by a kill. */
  readonly kills: number
}

/** What is wrong with a registry when all books should be done and nobody works. */
export function findRegistryTraces(path: string, { books, kills }: RegistryExpectation): Finding[] {
  const db = new SqliteDatabase(path, { readonly: true })
  const texts = (sql: string, ...values: unknown[]) =>
    db
      .prepare(sql)
      .raw()
      .all(...values)
      .map((row) => (row as unknown[]).join(' '))
  try {
    const done = texts("SELECT s3_key FROM files WHERE status = 'completed' AND output_path IS NOT NULL").length
    const attempts = "SELECT s3_key, COUNT(*) AS n, 'attempts' FROM attempts JOIN files ON files.id = file_id"
    const completed = `${attempts} AND outcome = 'completed' GROUP BY file_id, attempts.version HAVING n > 1`
    return [
      ...findings('lost', done === books ? [] : [`${done} of ${books} rows are completed`]),
      ...findings('lost', texts("SELECT s3_key, status, phase, error_message FROM files WHERE status != 'completed'")),
      ...findings('doubled', texts(completed)),
      ...findings('doubled', texts(`${attempts} GROUP BY file_id HAVING n > ?`, kills + 1)),
      ...findings(
        'doubled',
        texts("SELECT id, outcome, message FROM attempts WHERE outcome NOT IN ('completed', 'lost')"),
      ),
      ...findings('leaked', texts('SELECT s3_key, lease_owner FROM files WHERE lease_owner IS NOT NULL')),
      ...findings('leaked', texts('SELECT name, owner FROM duties')),
      ...findings(
        'half',
        texts('PRAGMA integrity_check').filter((answer) => answer !== 'ok'),
      ),
    ]
  } finally {
    db.close()
  }
}
