import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  type AttemptRecord,
  type CallOptions,
  type Claim,
  type ClaimOptions,
  ConfigError,
  type FileQuery,
  type FileRecord,
  type Outcome,
  type RecordOptions,
  type RecordResult,
  type Registry,
  RegistryError,
  type RegistryStatistics,
  type Renewal,
  type RunNote,
  type SeenFile,
} from '@rittdoc-batch/core'
import { type Claiming, claimFiles } from './claim/claim-files.ts'
import { LeaseCheck } from './claim/lease.ts'
import { renewClaims } from './claim/renew-claims.ts'
import { settleClaim } from './claim/settle-claim.ts'
import { holdDuty } from './duty.ts'
import { forget, makePending } from './query/change-files.ts'
import { nextDue } from './query/next-due.ts'
import { pausePublisher, resumePublisher } from './query/pause-publisher.ts'
import { queryFiles } from './query/query-files.ts'
import { readAttempts } from './query/read-attempts.ts'
import { readRuns, writeRun } from './query/runs.ts'
import { readStatistics } from './query/statistics.ts'
import { recordFiles } from './record/record-files.ts'
import { type Clock, systemClock } from './sqlite/clock.ts'
import { Database } from './sqlite/database.ts'

/** Options of {@link FileRegistry}. */
export interface FileRegistryOptions {
  /** The database file; it and its folder are made when needed. Must lie on a local disk. */
  readonly path: string
  /** How long a claim lasts without being renewed, in milliseconds, from 1. @default 60_000 */
  readonly leaseMs?: number | undefined
  /** How long to wait for another process's write, in milliseconds. @default 30_000 */
  readonly busyTimeoutMs?: number | undefined
  /**
   * When a transaction counts as done: `NORMAL` survives every crash of the process and may lose the newest
   * transactions in a power failure (their files are then converted again); `FULL` survives that too, at a tenth of the
   * speed. @default 'NORMAL'
   */
  readonly synchronous?: 'NORMAL' | 'FULL' | undefined
  /** @default the clocks of this host */
  readonly clock?: Clock | undefined
}

/**
 * The registry in one SQLite file: documented table, any SQLite client may read and clean up while a batch runs.
 * Several processes of one host may use it at the same time; hosts cannot share it.
 */
export class FileRegistry implements Registry {
  readonly #options: Required<{ [Name in keyof FileRegistryOptions]: Exclude<FileRegistryOptions[Name], undefined> }>
  readonly #onClose: (() => Promise<void>) | undefined
  #opened: Promise<Claiming> | undefined
  #claiming: Claiming | undefined

  /** @throws ConfigError */
  constructor(options: FileRegistryOptions, onClose?: () => Promise<void>) {
    const { path, leaseMs = 60_000, busyTimeoutMs = 30_000, synchronous = 'NORMAL', clock = systemClock() } = options
    if (!(leaseMs >= 1)) throw new ConfigError(`Expected leaseMs to be at least 1, got ${leaseMs}`)
    this.#options = { path: resolve(path), leaseMs, busyTimeoutMs, synchronous, clock }
    this.#onClose = onClose
  }

  async open(options?: CallOptions): Promise<void> {
    options?.signal?.throwIfAborted()
    this.#opened ??= this.#open().catch((error) => {
      this.#opened = undefined
      throw error
    })
    await this.#opened
  }

  async record(files: readonly SeenFile[], options: RecordOptions = {}): Promise<RecordResult> {
    const { db, clock } = this.#use(options)
    return recordFiles(db, files, clock.now(), options)
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
    const { db, clock } = this.#use()
    return nextDue(db, clock, options)
  }

  async *query(query: FileQuery, options?: CallOptions): AsyncGenerator<FileRecord> {
    yield* queryFiles(this.#use(options).db, query, options?.signal)
  }

  async attempts(fileId: number, options?: CallOptions): Promise<AttemptRecord[]> {
    return readAttempts(this.#use(options).db, fileId)
  }

  async change(query: FileQuery, to: 'pending' | 'forgotten', options?: CallOptions): Promise<number> {
    const { db, clock } = this.#use(options)
    return to === 'pending' ? makePending(db, query, clock.now()) : forget(db, query)
  }

  async statistics(options?: CallOptions): Promise<RegistryStatistics> {
    return readStatistics(this.#use(options).db)
  }

  async pausePublisher(publisher: string, options?: CallOptions): Promise<void> {
    pausePublisher(this.#use(options).db, publisher)
  }

  async resumePublisher(publisher: string, options?: CallOptions): Promise<void> {
    resumePublisher(this.#use(options).db, publisher)
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

  async rehearse(options?: CallOptions): Promise<Registry> {
    const folder = await mkdtemp(join(tmpdir(), 'rittdoc-rehearsal-'))
    const remove = () => rm(folder, { recursive: true, force: true })
    try {
      const path = join(folder, 'registry.db')
      this.#use(options).db.copyTo(path)
      const copy = new FileRegistry({ ...this.#options, path }, remove)
      await copy.open(options)
      return copy
    } catch (error) {
      await remove()
      throw error
    }
  }

  async close(): Promise<void> {
    const claiming = this.#claiming
    this.#claiming = undefined
    this.#opened = undefined
    claiming?.db.close()
    await this.#onClose?.()
  }

  async #open(): Promise<Claiming> {
    const { leaseMs, clock } = this.#options
    const db = await Database.open(this.#options)
    this.#claiming = { db, clock, leaseMs, leases: new LeaseCheck(clock) }
    return this.#claiming
  }

  #use(options?: CallOptions): Claiming {
    options?.signal?.throwIfAborted()
    if (this.#claiming !== undefined) return this.#claiming
    throw new RegistryError('unavailable', `Could not use the registry ${this.#options.path}: it is not open`)
  }
}
