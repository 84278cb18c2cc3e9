import { collisionKey, RegistryError, toError } from '@rittdoc-batch/core'
import type SqliteDatabase from 'better-sqlite3'
import type { PythonTable } from './python-database.ts'

/** How far the takeover of a database of the Python system is. */
export interface TakeoverProgress {
  /** Rows taken over so far. */
  readonly done: number
  readonly total: number
  /** The copy of the database as it was. */
  readonly backup: string
}

/** Where the old table stands while its rows move. */
const OLD = 'files_of_the_python_system'
/** Rows moved between two reports of progress. */
const CHUNK = 20_000

/**
 * Puts the old table aside, so that ours can be made. In the transaction of the takeover.
 * @returns views and triggers that somebody added, to be made again when "files" is there again
 */
export function putAside(sqlite: SqliteDatabase.Database): readonly string[] {
  const added = sqlite
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY rowid")
    .all() as { type: string; name: string; sql: string }[]
  const indexes = sqlite
    .prepare(
      "SELECT 'index' AS type, name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'files' AND sql <> ''",
    )
    .all() as { type: string; name: string }[]
  for (const { type, name } of [...indexes, ...added]) sqlite.exec(`DROP ${type} IF EXISTS ${quoted(name)}`)
  sqlite.pragma('legacy_alter_table = ON') // references of other tables go on meaning "files"
  sqlite.exec(`ALTER TABLE files RENAME TO ${OLD}`)
  sqlite.pragma('legacy_alter_table = OFF')
  return added.map(({ sql }) => sql)
}

/**
 * Moves the rows of the old table into ours and drops it, in the transaction of the takeover. Values are kept as they
 * are, but that rows stuck in `processing` become `pending`. Keys that are absolute paths get the storage of the local
 * file system. What was published stays reserved under the name that it has.
 * @returns how many rows were moved
 */
export function moveRows(sqlite: SqliteDatabase.Database, table: PythonTable, onDone: (rows: number) => void): number {
  for (const { name, type } of table.added) sqlite.exec(`ALTER TABLE files ADD COLUMN ${quoted(name)} ${type}`)
  const insert = sqlite.prepare(insertStatement(table))
  const ends = sqlite.prepare(`SELECT MIN(rowid) AS first, MAX(rowid) AS last FROM ${OLD}`).get()
  const { first, last } = ends as { first: number | null; last: number | null }
  const nextStop = sqlite
    .prepare(`SELECT MAX(rowid) FROM (SELECT rowid FROM ${OLD} WHERE rowid > ? ORDER BY rowid LIMIT ${CHUNK})`)
    .pluck()
  let done = 0
  for (let from = (first ?? 1) - 1; from < (last ?? 0); ) {
    const to = Number(nextStop.get(from))
    done += expectDistinct(sqlite.name, () => insert.run(from, to).changes)
    onDone(done)
    from = to
  }
  reserveOutputs(sqlite)
  keepSequence(sqlite)
  sqlite.exec(`DROP TABLE ${OLD}`)
  return done
}

/** The number of rows that will be moved. */
export function countRows(sqlite: SqliteDatabase.Database): number {
  return Number(sqlite.prepare(`SELECT COUNT(*) FROM files`).pluck().get())
}

function insertStatement({ documented, added }: PythonTable): string {
  const plain = documented.filter((name) => !['id', 'status', 'retry_count'].includes(name))
  const copied = [...plain, ...added.map(({ name }) => name)].map(quoted)
  const columns = ['id', 'status', 'retry_count', 'due_at', 'storage', 'output_key', ...copied]
  const values = [
    'rowid',
    "CASE status WHEN 'processing' THEN 'pending' ELSE status END",
    documented.includes('retry_count') ? 'COALESCE(retry_count, 0)' : '0',
    "CASE WHEN status IN ('pending', 'processing') THEN strftime('%Y-%m-%d %H:%M:%f', 'now') || '000' END",
    "CASE WHEN s3_key LIKE '/%' THEN 'file:///' ELSE '' END",
    documented.includes('output_path')
      ? "CASE WHEN status = 'completed' THEN old_output_key(output_path) ELSE '' END"
      : "''",
    ...copied,
  ]
  return `INSERT INTO files (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${OLD}
    WHERE rowid > ? AND rowid <= ? ORDER BY rowid`
}

/** Where several rows name one package, it is the first one's: the Python system let them overwrite each other. */
function reserveOutputs(sqlite: SqliteDatabase.Database): void {
  sqlite.function('collision_key', { deterministic: true }, (key) => collisionKey(String(key)))
  sqlite.exec("UPDATE OR IGNORE files SET output_collision = collision_key(output_key) WHERE output_key <> ''")
}

/** Ids are never used again, also those of rows that were deleted before. */
function keepSequence(sqlite: SqliteDatabase.Database): void {
  const old = sqlite.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck()
  const seq = Number(old.get(OLD) ?? 0)
  sqlite.prepare("UPDATE sqlite_sequence SET seq = MAX(seq, ?) WHERE name = 'files'").run(seq)
  if (old.get('files') === undefined) {
    sqlite.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('files', ?)").run(seq)
  }
}

function expectDistinct<T>(path: string, insert: () => T): T {
  try {
    return insert()
  } catch (error) {
    if (!/UNIQUE|NOT NULL/.test(toError(error).message)) throw error
    const cure = 'Correct those rows with any SQLite client, then start again; the database is as it was'
    const what = `it has rows without a publisher, file name, key or status, or two rows of one key`
    throw new RegistryError('unsupported', `Could not take over the registry ${path}: ${what}. ${cure}`, {
      cause: error,
    })
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
