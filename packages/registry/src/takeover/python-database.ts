import { RegistryError } from '@rittdoc-batch/core'
import type SqliteDatabase from 'better-sqlite3'

/** Columns without which a table "files" is not the documented one. */
const NEEDED = ['publisher', 'filename', 's3_key', 'status']

/** The documented columns that are taken over as they are. */
const DOCUMENTED = [
  'id',
  'publisher',
  'filename',
  's3_key',
  'file_size',
  'file_format',
  'status',
  'discovered_at',
  'started_at',
  'completed_at',
  'error_message',
  'retry_count',
  'output_path',
]

/** Names that our tables and columns have: a database that has one of its own under such a name cannot be taken over. */
const OUR_TABLES = ['attempts', 'sightings', 'publishers', 'paused', 'forgotten', 'runs', 'duties']
const OUR_COLUMNS = [
  ...['storage', 'version', 'error_code', 'output_storage', 'output_key', 'output_collision', 'due_at', 'attempt'],
  ...['attempt_id', 'fence', 'lease_owner', 'lease_boot', 'lease_until', 'lease_max_retries', 'phase', 'lost'],
  ...['lost_phase', 'recovered', 'next_version', 'next_size'],
]

/** A column as the database describes it. */
export interface Column {
  readonly name: string
  readonly type: string
}

/** The table of a database that the Python system wrote. */
export interface PythonTable {
  /** Documented columns that it has. */
  readonly documented: readonly string[]
  /** Columns that somebody added. They are kept. */
  readonly added: readonly Column[]
}

/**
 * Looks whether the Python system wrote this database. Undefined: it is empty, or ours. Changes nothing.
 * @throws RegistryError `unsupported` when its table "files" is somebody else's
 */
export function findPythonTable(sqlite: SqliteDatabase.Database): PythonTable | undefined {
  const tables = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
  if (!tables.includes('files') || tables.includes('kysely_migration')) return undefined
  const columns = sqlite.prepare("SELECT name, type FROM pragma_table_info('files')").all() as Column[]
  const names = new Set(columns.map(({ name }) => name))
  const missing = NEEDED.filter((name) => !names.has(name))
  if (missing.length > 0) throw foreignTable(sqlite.name, missing)
  expectNoClash(sqlite.name, [
    ...tables.filter((name) => isOneOf(OUR_TABLES, name)).map((name) => `table "${name}"`),
    ...[...names].filter((name) => isOneOf(OUR_COLUMNS, name)).map((name) => `column "${name}" of files`),
  ])
  return {
    documented: DOCUMENTED.filter((name) => names.has(name)),
    added: columns.filter(({ name }) => !DOCUMENTED.includes(name)),
  }
}

const isOneOf = (names: readonly string[], name: unknown) => names.includes(String(name).toLowerCase())

function expectNoClash(path: string, clashes: readonly string[]): void {
  if (clashes.length === 0) return
  const cure = 'Rename it with any SQLite client, then start again; the database is as it was'
  const what = `it has a ${clashes.join(' and a ')} of its own, and the registry needs that name`
  throw new RegistryError('unsupported', `Could not take over the registry ${path}: ${what}. ${cure}`)
}

function foreignTable(path: string, missing: readonly string[]): RegistryError {
  const cure = 'Use another registry_db, or move the file away to start with an empty one'
  const why = `its table "files" was made by another program (it has no ${missing.join(', ')})`
  return new RegistryError('unsupported', `Could not open the registry ${path}: ${why}. ${cure}`)
}
