import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { RegistryError } from '@rittdoc-batch/core'
import SqliteDatabase from 'better-sqlite3'
import { inspectPostgres } from './postgres/inspect-postgres.ts'
import { isPostgresUrl } from './postgres/postgres-registry-options.ts'
import { areAllDone } from './schema/migrate.ts'
import { expectLocalFileSystem } from './sqlite/network-file-system.ts'
import { sqliteError } from './sqlite/sqlite-error.ts'
import { findPythonTable } from './takeover/python-database.ts'

/** How long to wait for a lock that another program holds, in milliseconds. */
const BUSY_MS = 5_000

/** What stands at the place of a registry. */
export interface RegistryInspection {
  /**
   * `absent`: nothing, opening makes it. `current`: a registry. `older`: one that opening brings up to date. `python`: a
   * database of the Python system, which opening takes over.
   */
  readonly state: 'absent' | 'current' | 'older' | 'python'
  /** Rows of its table `files`. */
  readonly files: number
}

/**
 * Looks whether a registry can be used, and changes nothing. Of a file: where it lies, whether SQLite finds it sound
 * (`quick_check`, which reads all of it), who made it, and that it can be written. Of PostgreSQL: that the server lets us
 * in, and the tables.
 * @param place path of the file, or a `postgres:` URL
 * @throws RegistryError `unsupported`, `newer_schema`, `locked`, `readonly`, `corrupt`, `unavailable`
 */
export async function inspectRegistry(place: string): Promise<RegistryInspection> {
  return isPostgresUrl(place) ? inspectPostgres(place) : inspectFile(place)
}

async function inspectFile(path: string): Promise<RegistryInspection> {
  try {
    if (!existsSync(path)) {
      await expectLocalFileSystem(join(existingFolder(path), 'registry'))
      return { state: 'absent', files: 0 }
    }
    await expectLocalFileSystem(path)
    const sqlite = new SqliteDatabase(path, { fileMustExist: true, timeout: BUSY_MS })
    try {
      expectSound(sqlite)
      sqlite.exec('BEGIN IMMEDIATE; ROLLBACK')
      return inspect(sqlite)
    } finally {
      sqlite.close()
    }
  } catch (error) {
    throw sqliteError(error, path)
  }
}

function existingFolder(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) || folder === path ? folder : existingFolder(folder)
}

function expectSound(sqlite: SqliteDatabase.Database): void {
  const [first] = sqlite.prepare('PRAGMA quick_check(1)').pluck().all()
  if (first === 'ok') return
  const cure = 'Restore a backup, or move it away to start with an empty one'
  throw new RegistryError('corrupt', `Could not use the registry ${sqlite.name}: it is damaged (${first}). ${cure}`)
}

function inspect(sqlite: SqliteDatabase.Database): RegistryInspection {
  const isPython = findPythonTable(sqlite) !== undefined
  const tables = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
  const files = tables.includes('files') ? Number(sqlite.prepare('SELECT count(*) FROM files').pluck().get()) : 0
  if (isPython) return { state: 'python', files }
  if (!tables.includes('kysely_migration')) return { state: 'older', files }
  const done = sqlite.prepare('SELECT name FROM kysely_migration').pluck().all().map(String)
  return { state: areAllDone(done, sqlite.name) ? 'current' : 'older', files }
}
