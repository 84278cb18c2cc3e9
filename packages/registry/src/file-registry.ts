import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
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
import { type Claiming, claimFiles } from './claim/claim-files.ts'
import { LeaseCheck } from './claim/lease.ts'
import { hasLost, recoverAtOpening } from './claim/recover-lost.ts'
import { renewClaims } from './claim/renew-claims.ts'
import { settleClaim } from './claim/settle-claim.ts'
import { holdDuty } from './duty.ts'
import { expectOptions, type FileRegistryOptions } from './file-registry-options.ts'
import { forget, makePending } from './query/change-files.ts'
import { countEndings } from './query/count-endings.ts'
import { readLastFailures } from './query/last-failures.ts'
import { nextDue } from './query/next-due.ts'
import { pausePublisher, resumePublisher } from './query/pause-publisher.ts'
import { queryFiles } from './query/query-files.ts'
import { readAttempts } from './query/read-attempts.ts'
import { readRuns, writeRun } from './query/runs.ts'
import { readStatistics } from './query/statistics.ts'
import { toTimestamp } from './rows/timestamp.ts'
import { systemClock } from './sqlite/clock.ts'
import { Database } from './sqlite/database.ts'
import { recordFiles } from './sqlite/record-files.ts'

/** Files from which on a recording is one of many rows. */
const BULK = 100

/**
 * The registry in one SQLite file: documented table, any SQLite client may read and clean up while a batch runs.
 * Several processes of one host may use it at the same time; hosts cannot share it.
 */
export class FileRegistry implements Registry {
  readonly #options: Required<{ [Name in keyof FileRegistryOptions]: Exclude<FileRegistryOptions[Name], undefined> }>
  /** What to do once closed; only rehearsals have something. */
  #onClose: (() => Promise<void>) | undefined
  #opened: Promise<Claiming> | undefined
  #claiming: Claiming | undefined

  /** @throws ConfigError */
  constructor(options: FileRegistryOptions) {
    const { path, leaseMs = 60_000, busyTimeoutMs = 30_000, synchronous = 'NORMAL', clock = systemClock() } = options
    const { migrationTimeoutMs = 600_000, onWait = () => {}, onTakeover = () => {} } = options
    expectOptions(options)
    const waits = { busyTimeoutMs, migrationTimeoutMs, onWait }
    this.#options = { path: resolve(path), leaseMs, synchronous, clock, onTakeover, ...waits }
  }

  async open(options?: CallOptions): Promise<void> {
    this.#expectNotAborted(options)
    const opened = this.#opened ?? this.#open()
    this.#opened = opened
    try {
      const claiming = await opened
      if (this.#opened === opened) this.#claiming = claiming // unless it was closed meanwhile
    } catch (error) {
      if (this.#opened === opened) this.#opened = undefined
      throw error
    }
  }

  async record(files: readonly SeenFile[], options: RecordOptions = {}): Promise<RecordResult> {
    const { db, clock } = this.#use(options)
    const record = () => recordFiles(db, files, { ...options, now: () => clock.now() })
    return files.length < BULK ? record() : db.inBulk(record)
  }

  async claim(options: ClaimOptions): Promise<Claim[]> {
    return claimFiles(this.#use(options), options)
  }

  async renew(renewals: readonly Renewal[], options?: CallOptions): Promise<Claim[]> {
    return renewClaims(this.#use(options), renewals)
  }

  async settle(claim: Claim, outcome: Outcome, options?: CallOptions): Promise<boolean> {
    return settleClaim(this.#use(options), claim, outcome)
  }

  async nextDue(options: Pick<ClaimOptions, 'storage' | 'ids'>): Promise<Date | undefined> {
    return nextDue(this.#use(), options)
  }

  async *query(query: FileQuery, options?: CallOptions): AsyncGenerator<FileRecord> {
    yield* queryFiles(() => this.#use(options).db, query)
  }

  async attempts(fileId: number, options?: CallOptions): Promise<AttemptRecord[]> {
    return readAttempts(this.#use(options).db, fileId)
  }

  async change(query: FileQuery, to: 'pending' | 'forgotten', options?: CallOptions): Promise<number> {
    const { db, clock } = this.#use(options)
    const change = to === 'pending' ? makePending(db, query, toTimestamp(clock.now())) : forget(db, query)
    return db.writeMany(() => db.run(change))
  }

  async statistics(options?: CallOptions): Promise<RegistryStatistics> {
    return readStatistics(this.#use(options).db)
  }

  async endings(from: Date, to: Date, options?: CallOptions): Promise<Record<AttemptEnding, number>> {
    return countEndings(this.#use(options).db, from, to)
  }

  async lastFailures(count: number, options?: CallOptions): Promise<Failure[]> {
    return readLastFailures(this.#use(options).db, count)
  }

  async pausePublisher(publisher: string, options?: CallOptions): Promise<void> {
    pausePublisher(this.#use(options).db, publisher)
  }

  async resumePublisher(publisher: string, options?: CallOptions): Promise<void> {
    const { db, clock } = this.#use(options)
    resumePublisher(db, publisher, clock.now())
  }

  async noteRun(run: RunNote, options?: CallOptions): Promise<void> {
    writeRun(this.#use(options).db, run)
  }

  async lastRuns(count: number, options?: CallOptions): Promise<RunNote[]> {
    return readRuns(this.#use(options).db, count)
  }

  async withDuty(
    name: string,
    owner: string,
    work: (signal: AbortSignal) => Promise<void>,
    options?: CallOptions,
  ): Promise<boolean> {
    return holdDuty(this.#use(options), { name, owner }, work)
  }

  async rehearse(options?: RehearseOptions): Promise<Registry> {
    const folder = await mkdtemp(join(options?.tempDir ?? tmpdir(), 'rittdoc-rehearsal-'))
    const remove = () => rm(folder, { recursive: true, force: true })
    try {
      const path = join(folder, 'registry.db')
      this.#use(options).db.copyTo(path)
      const copy = new FileRegistry({ ...this.#options, path })
      await copy.open(options)
      copy.#onClose = remove
      return copy
    } catch (error) {
      await remove()
      throw error
    }
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    this.#claiming = undefined
    const claiming = await opened?.catch(() => undefined)
    await claiming?.db.close()
    await this.#onClose?.()
    this.#onClose = undefined
  }

  async #open(): Promise<Claiming> {
    const { leaseMs, clock } = this.#options
    const db = await Database.open({ ...this.#options, now: () => clock.now() })
    const claiming = { db, clock, leaseMs, leases: new LeaseCheck(clock) }
    try {
      if (hasLost(claiming)) db.write(() => recoverAtOpening(db, { leases: claiming.leases, now: clock.now() }))
    } catch (error) {
      await db.close()
      throw error
    }
    return claiming
  }

  #use(options?: CallOptions): Claiming {
    this.#expectNotAborted(options)
    if (this.#claiming !== undefined) return this.#claiming
    throw new RegistryError('unavailable', `Could not use the registry ${this.#options.path}: it is not open`)
  }

  #expectNotAborted(options?: CallOptions): void {
    const { signal } = options ?? {}
    if (!signal?.aborted) return
    const message = `Could not use the registry ${this.#options.path}: ended by the caller`
    throw new RegistryError('aborted', message, { cause: signal.reason })
  }
}
