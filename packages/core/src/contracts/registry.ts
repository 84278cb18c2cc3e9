import type { ErrorCode } from '../errors.ts'
import type { CallOptions } from './storage.ts'

/** The documented statuses; `skipped` stands only on rows that the Python system wrote. */
export type FileStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'skipped'

/** How far an attempt got. The order is the order of the flow. */
export const PHASES = ['claimed', 'download', 'convert', 'verify', 'publish', 'settle'] as const
/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number]

/** One source file as the registry knows it. */
export interface FileRecord {
  /** Never reused, not even after the row is deleted. */
  readonly id: number
  /** {@link Storage.id}; empty on rows of the Python system that no scan has adopted yet. */
  readonly storage: string
  /** The bare key in that storage. */
  readonly key: string
  readonly publisher: string
  readonly filename: string
  /** Extension in lower case with the dot. */
  readonly format: string
  readonly sizeBytes: number
  /** The version that the status speaks of; undefined only on rows not yet adopted. */
  readonly version: string | undefined
  readonly status: FileStatus
  readonly discoveredAt: Date
  readonly startedAt: Date | undefined
  readonly completedAt: Date | undefined
  /** Failed attempts of this version that counted. */
  readonly retryCount: number
  readonly errorCode: ErrorCode | undefined
  readonly errorMessage: string | undefined
  /** {@link Storage.id} of the output storage. */
  readonly outputStorage: string
  /** Reserved when the file is recorded; unique per output storage. Empty on rows not yet adopted. */
  readonly outputKey: string
  /** Where the package was published, as the documented `output_path` column has it; undefined until then. */
  readonly outputPath: string | undefined
  /** When a pending file may be claimed: now, or the time of its next retry. */
  readonly dueAt: Date | undefined
}

/** A source file as a scan saw it. */
export interface SeenFile {
  readonly storage: string
  readonly key: string
  readonly publisher: string
  readonly filename: string
  readonly format: string
  readonly sizeBytes: number
  readonly modifiedAt: Date
  readonly version: string
  readonly outputStorage: string
  /** Folder of the output key, empty or ending in `/`. The registry appends `outputName(filename, n)`. */
  readonly outputFolder: string
}

/** Options of {@link Registry.record}. */
export interface RecordOptions extends CallOptions {
  /**
   * Take a new version only when it has stopped changing: older than this, and seen alike at two looks
   * (see `isSettled`). `0`, or absent: take everything at once. Milliseconds.
   */
  readonly settleMs?: number | undefined
  /**
   * Also make known and finished files due again: `failed` those that failed, `all` completed ones too.
   * @default 'none'
   */
  readonly requeue?: 'none' | 'failed' | 'all' | undefined
}

/** A file whose first choice of output name belonged to another. */
export interface Conflict {
  readonly key: string
  readonly wanted: string
  readonly outputKey: string
}

/** What {@link Registry.record} did, in the order of the input. */
export interface RecordResult {
  /** Seen for the first time and now pending. */
  readonly added: number
  /** Known with another version and now pending again. */
  readonly changed: number
  /** Known at this version: nothing to do. Rows adopted from the Python system with their status count here. */
  readonly unchanged: number
  /** Known files made due again because of `requeue`. */
  readonly requeued: number
  /** Not taken yet because they may still be uploading; to be looked at again. */
  readonly settling: readonly SeenFile[]
  /** Files that got another output name than their first choice, in this call. */
  readonly conflicts: readonly Conflict[]
}

/** Options of {@link Registry.claim}. */
export interface ClaimOptions extends CallOptions {
  /** Who claims: {@link Owner.id}. The registry uses it to notice dead owners on the same host. */
  readonly owner: string
  /** At most this many claims, from 1. */
  readonly limit: number
  /** Only files of this storage. */
  readonly storage: string
  /** Only these files (command-line mode). Absent: every due file of the storage. */
  readonly ids?: readonly number[] | undefined
  /** At most this many live claims per publisher, over all owners. Absent: no cap. */
  readonly perPublisher?: number | undefined
  /** Converter id, stored with the attempt. */
  readonly converter: string
  /** A file whose attempts were lost more often than this in total is failed instead of claimed. */
  readonly maxRetries: number
  /** Gets every file that this call failed with code `crashed` instead of claiming it, as it stands afterwards. */
  readonly onCrashed?: ((file: FileRecord) => void) | undefined
}

/** A file that is ours until the lease ends. */
export interface Claim {
  readonly file: FileRecord
  /** Number of this attempt on this version, from 1, lost and released ones included. */
  readonly attempt: number
  /** Row of the `attempts` table. */
  readonly attemptId: number
  /** Opaque proof of ownership; every renew and settle is checked against it. */
  readonly fence: string
  /** Length of the lease, from the moment of claim or renew, in milliseconds. */
  readonly leaseMs: number
  /**
   * Whether an earlier attempt may have left temporary objects at the output key, since the file was last completed: its
   * owner lost it, or it ended while it published, perhaps without a connection to clear up over.
   */
  readonly recovered: boolean
}

/** A claim with how far its work has come, for {@link Registry.renew}. */
export interface Renewal {
  readonly claim: Claim
  readonly phase: Phase
}

/** What to keep of an attempt, whatever its outcome. */
export interface AttemptFacts {
  readonly phase: Phase
  readonly durationMs: number
  /** SHA-256 of the source as downloaded. */
  readonly sourceSha256?: string | undefined
  readonly inputBytes?: number | undefined
  readonly outputBytes?: number | undefined
  readonly exitCode?: number | undefined
  readonly exitSignal?: string | undefined
  readonly stderrTail?: string | undefined
  /** Serialised {@link ConvertWarning}s, metrics and timings per phase. Plain JSON. */
  readonly details?: unknown
}

/** How an attempt ended. */
export type Outcome =
  /** Converted and published. */
  | { readonly status: 'completed'; readonly outputPath: string; readonly facts: AttemptFacts }
  /** Failed, counts as a retry, due again after `delayMs`. */
  | {
      readonly status: 'retry'
      readonly delayMs: number
      readonly code: ErrorCode
      readonly message: string
      readonly facts: AttemptFacts
    }
  /** Failed for good. */
  | { readonly status: 'failed'; readonly code: ErrorCode; readonly message: string; readonly facts: AttemptFacts }
  /** Given back at no cost (shutdown, storage outage, source changed meanwhile), due again after `delayMs`. */
  | {
      readonly status: 'released'
      readonly delayMs: number
      readonly code: ErrorCode
      readonly message: string
      readonly facts: AttemptFacts
    }

/** One started attempt, as kept for ever. */
export interface AttemptRecord {
  readonly id: number
  readonly fileId: number
  readonly attempt: number
  readonly version: string
  readonly owner: string
  readonly converter: string
  readonly startedAt: Date
  readonly finishedAt: Date | undefined
  /** `running` while it lasts; `lost` when its owner disappeared. */
  readonly outcome: 'running' | 'completed' | 'retry' | 'failed' | 'released' | 'lost'
  readonly phase: Phase
  readonly code: ErrorCode | undefined
  readonly message: string | undefined
  readonly durationMs: number | undefined
  readonly sourceSha256: string | undefined
  readonly inputBytes: number | undefined
  readonly outputBytes: number | undefined
  readonly exitCode: number | undefined
  readonly exitSignal: string | undefined
  readonly stderrTail: string | undefined
  readonly details: unknown
}

/** Which files; every condition given must hold. */
export interface FileQuery {
  readonly storage?: string | undefined
  readonly publisher?: string | undefined
  readonly status?: FileStatus | readonly FileStatus[] | undefined
  readonly key?: string | undefined
  readonly ids?: readonly number[] | undefined
  readonly code?: ErrorCode | undefined
  /** Completed before this time. */
  readonly completedBefore?: Date | undefined
  /** Part of the file name, case-insensitive. */
  readonly search?: string | undefined
  /** @default 'id' ascending; `newest`: id descending */
  readonly order?: 'id' | 'newest' | undefined
  /** Only files that come after the one with this id, in the order asked for: the next page. */
  readonly after?: number | undefined
  /** At most this many. Absent: all of them. */
  readonly limit?: number | undefined
}

/** How an attempt can have ended. */
export type AttemptEnding = Exclude<AttemptRecord['outcome'], 'running'>

/** A file that failed, with the attempt after which it was given up. */
export interface Failure {
  readonly file: FileRecord
  readonly attempt: AttemptRecord
}

/** Number of files per publisher and status. */
export interface RegistryStatistics {
  readonly total: Readonly<Record<FileStatus, number>>
  /** Sorted by publisher name. Publishers without files are absent. */
  readonly publishers: ReadonlyArray<{
    readonly publisher: string
    readonly paused: boolean
    readonly counts: Readonly<Record<FileStatus, number>>
  }>
}

/** What is kept of a run. Plain JSON. */
export interface RunNote {
  readonly id: string
  readonly owner: string
  readonly startedAt: Date
  readonly finishedAt: Date
  /** The serialised report. */
  readonly report: unknown
}

/** Options of {@link Registry.rehearse}. */
export interface RehearseOptions extends CallOptions {
  /**
   * A folder that is there, for what the view keeps on the disk. Whoever names it sees to it that it is removed even when
   * this process is killed. @default the system's folder for temporary files
   */
  readonly tempDir?: string | undefined
}

/**
 * The record of every source file: what was seen, who works on it, what came of it.
 *
 * Every call is one transaction. Times that decide (leases, due times) are taken from the implementation's own clock,
 * never from the caller's. Several processes may use one registry at the same time.
 *
 * Not its job: looking at storages, deciding whether an error is worth a retry, computing delays.
 */
export interface Registry {
  /** The longest key that can be recorded, in bytes of UTF-8; files with longer ones are passed over. @default any */
  readonly maxKeyBytes?: number | undefined

  /**
   * Opens, and migrates under a lock when the schema is older. Rows whose owner on this host is dead become due at once.
   * Idempotent.
   * @throws RegistryError `newer_schema`, `locked`, `readonly`, `corrupt`, `unsupported`
   */
  open(options?: CallOptions): Promise<void>

  /**
   * Records files that were seen, in bulk; idempotent. New files become pending and get an output key (see
   * `outputName`), reserved for good and unique per output storage on `collisionKey`. Files seen again with another
   * version become pending again, keep their output key, and start with no retries counted. Same version: nothing.
   * A file that is being processed keeps its claim; its new version becomes pending when that claim is settled.
   * Files deleted from the table by hand stay known at their version. A file that failed because it was gone
   * (`not_found`) becomes pending when it is seen again.
   * A file seen under another publisher or output folder (command-line mode) moves there and becomes pending.
   */
  record(files: readonly SeenFile[], options?: RecordOptions): Promise<RecordResult>

  /**
   * Takes due files: pending ones whose time has come, and ones whose lease ran out. Least-served publisher first,
   * oldest first within a publisher; paused publishers are passed over. A lease that ran out closes its attempt as
   * `lost`; three lost in a row in the same phase, or more lost than `maxRetries` allows, fails the file with code
   * `crashed` instead. Two live claims on one file never exist.
   */
  claim(options: ClaimOptions): Promise<Claim[]>

  /** Prolongs leases and notes phases. @returns the claims that are still ours; the others were lost */
  renew(renewals: readonly Renewal[], options?: CallOptions): Promise<Claim[]>

  /**
   * Ends an attempt: row and attempt in one transaction.
   * @returns false when the lease was lost to another owner; then nothing is changed
   */
  settle(claim: Claim, outcome: Outcome, options?: CallOptions): Promise<boolean>

  /** Earliest time at which {@link Registry.claim} may find something with these options; undefined: nothing waits. */
  nextDue(options: Pick<ClaimOptions, 'storage' | 'ids'>): Promise<Date | undefined>

  /** Files, lazily, paged by key: changing rows while reading is safe. */
  query(query: FileQuery, options?: CallOptions): AsyncIterable<FileRecord>

  /** All attempts on a file, oldest first. */
  attempts(fileId: number, options?: CallOptions): Promise<AttemptRecord[]>

  /**
   * `pending`: makes matching files that are not being processed due again, with no retries counted.
   * `forgotten`: deletes matching finished rows; their versions stay known.
   * @returns how many files were changed
   */
  change(query: FileQuery, to: 'pending' | 'forgotten', options?: CallOptions): Promise<number>

  statistics(options?: CallOptions): Promise<RegistryStatistics>

  /** How many attempts ended from one time on and before another, by how they ended; zeros included. */
  endings(from: Date, to: Date, options?: CallOptions): Promise<Readonly<Record<AttemptEnding, number>>>

  /**
   * Files that are failed now, the one that failed last first. Looks at no more than the newest thousand attempts that
   * ended so; {@link Registry.query} finds every failed file.
   */
  lastFailures(count: number, options?: CallOptions): Promise<Failure[]>

  /** Stops handing out files of a publisher; running ones finish. Unknown names are remembered. */
  pausePublisher(publisher: string, options?: CallOptions): Promise<void>
  resumePublisher(publisher: string, options?: CallOptions): Promise<void>

  noteRun(run: RunNote, options?: CallOptions): Promise<void>
  /** The newest runs first. */
  lastRuns(count: number, options?: CallOptions): Promise<RunNote[]>

  /**
   * Runs `work` while holding a named duty that at most one holder over all processes has; its signal aborts when the
   * duty is lost. The duty of a dead holder is taken over.
   * @returns false, without having run, when another holds it
   */
  withDuty(
    name: string,
    owner: string,
    work: (signal: AbortSignal) => Promise<void>,
    options?: CallOptions,
  ): Promise<boolean>

  /**
   * Calls `onWork` as soon as files of a storage may have become due, whoever made them so, and now and then in vain. It is
   * a hint: whoever waits for work also looks from time to time. Absent where a registry cannot tell.
   * @returns a function that ends it
   */
  watchWork?(storage: string, onWork: () => void): Promise<() => Promise<void>>

  /**
   * A private, throw-away view of this registry: what is done to it shows there and nowhere else, and is gone when it
   * is closed. For dry runs.
   */
  rehearse(options?: RehearseOptions): Promise<Registry>

  /** Idempotent. */
  close(): Promise<void>
}
