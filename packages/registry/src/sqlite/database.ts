import { existsSync } from 'node:fs'
import { access, constants, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isBatchError, RegistryError } from '@rittdoc-batch/core'
import SqliteDatabase from 'better-sqlite3'
import { type Compilable, type CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import { foldText } from '../query/fold-text.ts'
import { type MigrateOptions, migrate } from '../schema/migrate.ts'
import type { RegistryTables } from '../schema/tables.ts'
import { findPythonTable } from '../takeover/python-database.ts'
import { Checkpoints } from './checkpoints.ts'
import { sqliteTerms } from './filter-terms.ts'
import { expectLocalFileSystem } from './network-file-system.ts'
import { sqliteError } from './sqlite-error.ts'
import { type Patience, untilNotBusy } from './until-not-busy.ts'

/** Pages in the log from which on it is written back into the database; SQLite's own measure. */
const LOG_PAGES = 1_000
/** While much is recorded: pages that many rows change are written back once for more of them. */
const BULK_LOG_PAGES = 2_000
/** Pages that the log may grow to while it is written back beside the writer: 32 MB. */
const MOST_LOG_PAGES = 8_000

/** Options of {@link Database}. */
export interface DatabaseOptions extends MigrateOptions {
  readonly path: string
  readonly busyTimeoutMs: number
  readonly synchronous: 'NORMAL' | 'FULL'
}

/** Pages in the log, and how many of them are in the database, too. */
interface LogState {
  readonly log: number
  readonly checkpointed: number
}

/**
 * The one connection of a registry. Kysely builds the queries, and better-sqlite3 runs them synchronously: a
 * transaction never spans an await, so calls that overlap in one process cannot get into each other's transactions.
 */
export class Database {
  readonly path: string
  /** Builds queries; {@link Database.all} and its siblings run them. */
  readonly build: Kysely<RegistryTables>
  readonly terms = sqliteTerms
  readonly #sqlite: SqliteDatabase.Database
  readonly #statements = new Map<string, SqliteDatabase.Statement>()
  readonly #checkpoints: Checkpoints

  private constructor(options: DatabaseOptions, sqlite: SqliteDatabase.Database) {
    this.path = options.path
    this.#sqlite = sqlite
    this.#checkpoints = new Checkpoints(options.path)
    this.build = new Kysely<RegistryTables>({ dialect: new SqliteDialect({ database: sqlite }) })
  }

  /** Opens the file, making it and its folder when needed, and brings the schema up to date. */
  static async open(options: DatabaseOptions): Promise<Database> {
    try {
      await mkdir(dirname(options.path), { recursive: true })
      if (!existsSync(options.path)) await access(dirname(options.path), constants.W_OK) // SQLite does not tell why
      await expectLocalFileSystem(options.path)
      const sqlite = new SqliteDatabase(options.path, { timeout: options.busyTimeoutMs })
      const database = new Database(options, sqlite)
      try {
        findPythonTable(sqlite) // somebody else's database is left as it is, before anything is written
        // Of several processes that make a database at once some find it busy here, and SQLite does not wait for that.
        await untilNotBusy(() => void sqlite.pragma('journal_mode = WAL'), { forMs: options.busyTimeoutMs })
        sqlite.pragma(`synchronous = ${options.synchronous}`)
        sqlite.pragma('foreign_keys = OFF') // a takeover puts one table in the place of another
        sqlite.function('fold_text', { deterministic: true }, (text) => foldText(String(text ?? '')))
        await migrate(database, options)
        sqlite.pragma('foreign_keys = ON')
        sqlite.pragma('temp_store = MEMORY') // SQLite else writes each row's pages to a temporary file once more
        return database
      } catch (error) {
        sqlite.close()
        throw error
      }
    } catch (error) {
      throw sqliteError(error, options.path)
    }
  }

  /** Runs `work` in one transaction that holds the write lock from its beginning. */
  write<T>(work: () => T): T {
    return this.#transaction('BEGIN IMMEDIATE', work)
  }

  /**
   * Like {@link Database.write}, for work that reads before it writes, and often does not write at all: the lock is held
   * from its first write on. When somebody else writes meanwhile it begins anew, with the lock, so it may run twice.
   */
  readThenWrite<T>(work: () => T): T {
    try {
      return this.#transaction('BEGIN', work)
    } catch (error) {
      if (!isBatchError(error) || error.code !== 'locked') throw error
      return this.write(work) // SQLite cannot wait here: what was read may be out of date
    }
  }

  /**
   * Like {@link Database.write}, for single statements that change any number of rows: what SQLite keeps to undo them is
   * on the disk, because it may be as large as the database.
   */
  writeMany<T>(work: () => T): T {
    return this.#guard(() => {
      this.#sqlite.pragma('temp_store = FILE')
      try {
        return this.write(work)
      } finally {
        this.#sqlite.pragma('temp_store = MEMORY')
      }
    })
  }

  /**
   * Runs work that may write thousands of rows, of which there may be more to come: what it leaves in the log is written
   * back into the database by a thread, while this one goes on.
   */
  inBulk<T>(work: () => T): T {
    if (!this.#checkpoints.isPossible) return work()
    this.#letLogGrow(MOST_LOG_PAGES)
    try {
      const result = work()
      if (this.#pagesInLogAlone() >= BULK_LOG_PAGES) this.#checkpoints.begin()
      return result
    } finally {
      this.#letLogGrow(LOG_PAGES)
    }
  }

  /** Runs several reads on one state of the database. */
  read<T>(work: () => T): T {
    return this.#transaction('BEGIN', work)
  }

  /**
   * Like {@link Database.write}, for work that awaits, and with a patience of its own for the lock. Only while nobody else
   * has this connection: at opening.
   */
  async exclusively(work: (sqlite: SqliteDatabase.Database) => Promise<void>, patience: Patience): Promise<void> {
    const busyTimeout = this.#sqlite.pragma('busy_timeout', { simple: true })
    this.#sqlite.pragma('busy_timeout = 0')
    await untilNotBusy(() => void this.prepare('BEGIN IMMEDIATE').run(), patience)
    this.#sqlite.pragma(`busy_timeout = ${busyTimeout}`)
    try {
      await work(this.#sqlite)
      this.prepare('COMMIT').run()
    } catch (error) {
      if (this.#sqlite.inTransaction) this.prepare('ROLLBACK').run()
      throw error
    }
  }

  /** A prepared statement, prepared once per text. */
  prepare(text: string): SqliteDatabase.Statement {
    let statement = this.#statements.get(text)
    if (statement === undefined) {
      statement = this.#sqlite.prepare(text)
      this.#statements.set(text, statement)
    }
    return statement
  }

  /** All rows of a query. */
  all<Row>(query: Compilable<Row> | CompiledQuery<Row>): Row[] {
    const { sql, parameters } = 'compile' in query ? query.compile() : query
    return this.#guard(() => this.prepare(sql).all(...parameters) as Row[])
  }

  /** Runs a statement. @returns the number of changed rows */
  run(query: Compilable): number {
    const { sql, parameters } = query.compile()
    return this.#guard(() => this.prepare(sql).run(...parameters).changes)
  }

  /** Writes a copy of the whole database to another file. */
  copyTo(path: string): void {
    this.#guard(() => this.#sqlite.prepare('VACUUM INTO ?').run(path))
  }

  async close(): Promise<void> {
    await this.#checkpoints.end() // who closes last writes the whole log back and removes it
    this.#statements.clear()
    this.#sqlite.close()
  }

  #letLogGrow(pages: number): void {
    this.#guard(() => this.prepare(`PRAGMA wal_autocheckpoint = ${pages}`).get())
  }

  #pagesInLogAlone(): number {
    const state = this.#guard(() => this.prepare('PRAGMA wal_checkpoint(NOOP)').get()) as LogState
    return state.log - state.checkpointed
  }

  #transaction<T>(begin: string, work: () => T): T {
    return this.#guard(() => {
      this.prepare(begin).run()
      try {
        const result = work()
        this.prepare('COMMIT').run()
        return result
      } catch (error) {
        if (this.#sqlite.inTransaction) this.prepare('ROLLBACK').run()
        throw error
      }
    })
  }

  #guard<T>(work: () => T): T {
    if (!this.#sqlite.open)
      throw new RegistryError('unavailable', `Could not use the registry ${this.path}: it is closed`)
    try {
      return work()
    } catch (error) {
      throw sqliteError(error, this.path)
    }
  }
}
