import {
  type AttemptEnding,
  type AttemptRecord,
  type CallOptions,
  type Claim,
  type ClaimOptions,
  type Failure,
  type FileQuery,
  type FileRecord,
  type Outcome,
  type RecordOptions,
  type RecordResult,
  type Registry,
  RegistryError,
  type RegistryStatistics,
  type RehearseOptions,
  type Renewal,
  type RunNote,
  type SeenFile,
} from '@rittdoc-batch/core'
import { sql } from 'kysely'
import { forget, makePending } from '../query/change-files.ts'
import { countEndings } from '../query/count-endings.ts'
import { readLastFailures } from '../query/last-failures.ts'
import { queryFiles } from '../query/query-files.ts'
import { toAttemptRecord } from '../rows/attempt-record.ts'
import { expectNotAborted, unlessAborted } from './aborted.ts'
import { claimFiles } from './claim/claim-files.ts'
import { mayFind } from './claim/may-find.ts'
import { recoverLost } from './claim/recover-lost.ts'
import { renewClaims } from './claim/renew-claims.ts'
import { Settlements } from './claim/settlements.ts'
import { tidyHints } from './claim/tidy-hints.ts'
import type { PostgresDatabase } from './database.ts'
import { holdDuty } from './duty.ts'
import { nextDue } from './next-due.ts'
import { pausePublisher, resumePublisher } from './pause-publisher.ts'
import { expectPostgresOptions, type PostgresRegistryOptions } from './postgres-registry-options.ts'
import { recordFiles } from './record/record-files.ts'
import { beginRehearsal } from './rehearsal.ts'
import { readRuns, writeRun } from './runs.ts'
import { migrate } from './schema/migrate.ts'
import { readStatistics } from './statistics.ts'

/** How long files of dead owners may wait while there is other work, in milliseconds. */
const RECOVER_MS = 1_000
/** How often claims see to it that publishers without work are not looked at any more, in milliseconds. */
const TIDY_MS = 30_000

/**
 * The registry in a PostgreSQL database: the same contract and the same tables as {@link FileRegistry}, for any number of
 * processes on any number of machines. Times that decide are those of the server's clock.
 */
export class PostgresRegistry implements Registry {
  /** An entry of an index takes 2,704 bytes: the key, or that of its package, and the id of a storage. */
  readonly maxKeyBytes = 2_400
  readonly #options: Required<{
    [Name in keyof PostgresRegistryOptions]: Exclude<PostgresRegistryOptions[Name], undefined>
  }>
  #isRehearsal = false
  #opened: Promise<PostgresDatabase> | undefined
  #db: PostgresDatabase | undefined
  #recoveredAt = 0
  #tidiedAt = performance.now()
  /** Storages in which the last claim found nothing. */
  readonly #idle = new Set<string>()
  readonly #settlements = new Settlements(() => this.#use())

  /** @throws ConfigError */
  constructor(options: PostgresRegistryOptions) {
    expectPostgresOptions(options)
    const { url, leaseMs = 60_000, patienceMs = 60_000, maxConnections = 10 } = options
    const { applicationName = 'rittdoc-batch' } = options
    this.#options = { url, leaseMs, patienceMs, maxConnections, applicationName }
  }

  async open(options?: CallOptions): Promise<void> {
    expectNotAborted(options)
    const opened = this.#opened ?? this.#open()
    this.#opened = opened
    try {
      const db = await opened
      if (this.#opened === opened) this.#db = db // unless it was closed meanwhile
    } catch (error) {
      if (this.#opened === opened) this.#opened = undefined
      throw error
    }
  }

  async record(files: readonly SeenFile[], options: RecordOptions = {}): Promise<RecordResult> {
    return this.#patiently(options, (db) => recordFiles(db, files, options))
  }

  async claim(options: ClaimOptions): Promise<Claim[]> {
    const db = this.#use(options)
    const isNamed = options.ids !== undefined
    if (!isNamed && this.#idle.has(options.storage)) {
      if (!(await db.patiently(options, () => mayFind(db, options)))) return []
      this.#idle.delete(options.storage)
    }
    const claims = await this.#claim(db, options)
    if (isNamed) return claims
    if (claims.length === 0) this.#idle.add(options.storage)
    await this.#tidy(db, options, claims.length === 0)
    return claims
  }

  async renew(renewals: readonly Renewal[], options?: CallOptions): Promise<Claim[]> {
    return this.#patiently(options, (db) => renewClaims(db, renewals, this.#options.leaseMs))
  }

  async settle(claim: Claim, outcome: Outcome, options?: CallOptions): Promise<boolean> {
    this.#use(options)
    return unlessAborted(this.#settlements.settle({ claim, outcome }), options)
  }

  async nextDue(options: Pick<ClaimOptions, 'storage' | 'ids'>): Promise<Date | undefined> {
    return this.#patiently({}, (db) => nextDue(db, options))
  }

  async *query(query: FileQuery, options?: CallOptions): AsyncGenerator<FileRecord> {
    yield* queryFiles(() => this.#use(options), query)
  }

  async attempts(fileId: number, options?: CallOptions): Promise<AttemptRecord[]> {
    return this.#patiently(options, async (db) => {
      const rows = db.build.selectFrom('attempts').selectAll().where('file_id', '=', fileId).orderBy('id')
      return (await db.all(rows)).map(toAttemptRecord)
    })
  }

  async change(query: FileQuery, to: 'pending' | 'forgotten', options?: CallOptions): Promise<number> {
    return this.#patiently(options, (db) =>
      db.run(to === 'pending' ? makePending(db, query, sql<string>`clock_timestamp()`) : forget(db, query)),
    )
  }

  async statistics(options?: CallOptions): Promise<RegistryStatistics> {
    return this.#patiently(options, readStatistics)
  }

  async endings(from: Date, to: Date, options?: CallOptions): Promise<Record<AttemptEnding, number>> {
    return this.#patiently(options, (db) => countEndings(db, from, to))
  }

  async lastFailures(count: number, options?: CallOptions): Promise<Failure[]> {
    return this.#patiently(options, (db) => readLastFailures(db, count))
  }

  async pausePublisher(publisher: string, options?: CallOptions): Promise<void> {
    await this.#patiently(options, (db) => pausePublisher(db, publisher))
  }

  async resumePublisher(publisher: string, options?: CallOptions): Promise<void> {
    await this.#patiently(options, (db) => resumePublisher(db, publisher))
  }

  async noteRun(run: RunNote, options?: CallOptions): Promise<void> {
    await this.#patiently(options, (db) => writeRun(db, run))
  }

  async lastRuns(count: number, options?: CallOptions): Promise<RunNote[]> {
    return this.#patiently(options, (db) => readRuns(db, count))
  }

  async withDuty(
    name: string,
    owner: string,
    work: (signal: AbortSignal) => Promise<void>,
    options?: CallOptions,
  ): Promise<boolean> {
    return holdDuty({ db: this.#use(options), leaseMs: this.#options.leaseMs }, { name, owner }, work)
  }

  async watchWork(storage: string, onWork: () => void): Promise<() => Promise<void>> {
    this.#use()
    const { url, applicationName } = this.#options
    const { watchWork } = await import('./watch-work.ts')
    return watchWork({ url, applicationName, storage, onWork })
  }

  /** What it keeps lies on the server, in tables that only its one connection sees. */
  async rehearse(options?: RehearseOptions): Promise<Registry> {
    this.#use(options)
    const rehearsal = new PostgresRegistry(this.#options)
    rehearsal.#isRehearsal = true
    await rehearsal.open(options)
    return rehearsal
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    this.#db = undefined
    const db = await opened?.catch(() => undefined)
    await db?.close()
  }

  async #open(): Promise<PostgresDatabase> {
    const { url, maxConnections, applicationName, patienceMs } = this.#options
    const pool = this.#isRehearsal ? { maxConnections: 1, keepIdle: true } : { maxConnections }
    const { PostgresDatabase } = await import('./database.ts') // the driver, for those who use it
    const db = new PostgresDatabase({ url, applicationName, patienceMs, ...pool })
    try {
      await db.guard(() => migrate(db.build, db.place))
      if (this.#isRehearsal) await beginRehearsal(db)
      await recoverLost(db, {})
      return db
    } catch (error) {
      await db.close()
      throw error
    }
  }

  async #claim(db: PostgresDatabase, options: ClaimOptions): Promise<Claim[]> {
    const { leaseMs } = this.#options
    if (performance.now() - this.#recoveredAt >= RECOVER_MS) await this.#recover(db, options)
    const claims = await claimFiles(db, options, leaseMs)
    if (claims.length === options.limit || !(await this.#recover(db, options))) return claims
    return [...claims, ...(await claimFiles(db, { ...options, limit: options.limit - claims.length }, leaseMs))]
  }

  /** What was claimed is claimed, whatever becomes of this. */
  async #tidy(db: PostgresDatabase, { storage }: ClaimOptions, isIdle: boolean): Promise<void> {
    if (!isIdle && performance.now() - this.#tidiedAt < TIDY_MS) return
    this.#tidiedAt = performance.now()
    await tidyHints(db, storage).catch(() => {})
  }

  /** @returns whether anything may have become due by it */
  async #recover(db: PostgresDatabase, { storage, ids, maxRetries, onCrashed }: ClaimOptions): Promise<boolean> {
    this.#recoveredAt = performance.now()
    const { recovered, given } = await db.patiently({}, () => recoverLost(db, { storage, ids, maxRetries }))
    for (const file of given) onCrashed?.(file)
    return recovered > 0
  }

  #patiently<T>(options: CallOptions | undefined, work: (db: PostgresDatabase) => Promise<T>): Promise<T> {
    const db = this.#use(options)
    return db.patiently(options ?? {}, () => work(db))
  }

  #use(options?: CallOptions): PostgresDatabase {
    expectNotAborted(options)
    if (this.#db !== undefined) return this.#db
    throw new RegistryError('unavailable', 'Could not use the registry: it is not open')
  }
}
