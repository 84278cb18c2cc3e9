import { rm } from 'node:fs/promises'
import { RegistryError } from '@rittdoc-batch/core'
import type SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from '../sqlite/database.ts'
import { isBusy } from '../sqlite/until-not-busy.ts'
import { backUp } from '../takeover/backup.ts'
import { oldOutputKey } from '../takeover/old-output.ts'
import { findPythonTable, type PythonTable } from '../takeover/python-database.ts'
import { countRows, moveRows, putAside, type TakeoverProgress } from '../takeover/take-over.ts'
import { initial } from './0001-initial.ts'
import { levelsAndHandEdits } from './0002-levels-and-hand-edits.ts'
import { indexesOfQueries } from './0003-indexes-of-queries.ts'
import { indexOfEndings } from './0004-index-of-endings.ts'
import { countingTogether } from './0005-counting-together.ts'

/** In order; a migration that databases were made with never changes. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-levels-and-hand-edits': levelsAndHandEdits,
  '0003-indexes-of-queries': indexesOfQueries,
  '0004-index-of-endings': indexOfEndings,
  '0005-counting-together': countingTogether,
}

/** Options of {@link migrate}. */
export interface MigrateOptions {
  readonly now: () => Date
  readonly onTakeover: (progress: TakeoverProgress) => void
  readonly migrationTimeoutMs: number
  readonly onWait: () => void
}

/**
 * Brings the schema up to date, and takes over a database of the Python system. Kysely neither locks nor opens a
 * transaction for migrations on SQLite, so both are done here: several processes may start at once, and one that is
 * killed on the way leaves the database as it was.
 */
export async function migrate(db: Database, options: MigrateOptions): Promise<void> {
  if (isUpToDate(db)) return
  const work = async (sqlite: SqliteDatabase.Database) => {
    if (isUpToDate(db)) return // by another process, while this one waited
    const table = findPythonTable(sqlite)
    await (table === undefined ? makeTables(db) : takeOver(db, sqlite, { table, ...options }))
  }
  try {
    await db.exclusively(work, { forMs: options.migrationTimeoutMs, onWait: options.onWait })
  } catch (error) {
    throw isBusy(error) ? stillLocked(db.path, error) : error
  }
}

/** In the transaction of the migration. */
async function takeOver(
  db: Database,
  sqlite: SqliteDatabase.Database,
  { table, ...options }: MigrateOptions & { readonly table: PythonTable },
): Promise<void> {
  const total = countRows(sqlite)
  const backup = await backUp(db.path, options.now())
  try {
    const added = putAside(sqlite)
    await makeTables(db)
    options.onTakeover({ done: 0, total, backup })
    sqlite.function('old_output_key', { deterministic: true }, oldOutputKey)
    moveRows(sqlite, table, (done) => options.onTakeover({ done, total, backup }))
    for (const statement of added) sqlite.exec(statement)
  } catch (error) {
    await rm(backup, { force: true }) // the database stays as it was, and every further try would leave another one
    throw error
  }
}

async function makeTables(db: Database): Promise<void> {
  const migrator = new Migrator({ db: db.build, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/** @throws RegistryError `newer_schema` */
function isUpToDate(db: Database): boolean {
  const tables = new Set(db.all(sql<{ name: string }>`SELECT name FROM sqlite_master`.compile(db.build)).map(nameOf))
  if (!tables.has('kysely_migration')) return false
  const done = db.all(sql<{ name: string }>`SELECT name FROM kysely_migration`.compile(db.build)).map(nameOf)
  return areAllDone(done, db.path)
}

/** Whether a database that has had these migrations needs no more. @throws RegistryError `newer_schema` */
export function areAllDone(migrations: readonly string[], path: string): boolean {
  if (migrations.some((name) => !(name in MIGRATIONS))) throw newerSchema(path)
  return migrations.length === Object.keys(MIGRATIONS).length
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}

function stillLocked(path: string, cause: unknown): RegistryError {
  const what = 'another process is still taking it over or upgrading it, or another program holds a lock on it'
  return new RegistryError('locked', `Could not open the registry ${path}: ${what}. Try again when that is done`, {
    cause,
  })
}

function newerSchema(path: string): RegistryError {
  const cure = 'Install that version, or use another registry_db'
  const message = `Could not open the registry ${path}: it was made by a newer version of rittdoc-batch. ${cure}`
  return new RegistryError('newer_schema', message)
}
