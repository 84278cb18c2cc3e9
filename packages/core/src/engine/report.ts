import type { ConvertWarning } from '../contracts/converter.ts'
import type { Conflict, Phase } from '../contracts/registry.ts'
import type { ErrorCode } from '../errors.ts'
import type { PassOverReason } from '../rules/pass-over.ts'

/** Lists in reports end after this many entries; counts are always complete. */
export const REPORT_LIST_LIMIT = 1_000

/** What a scan found. */
export interface ScanReport {
  readonly storage: string
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly publishers: number
  /** Books seen, whether known or new. */
  readonly seen: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  /** Books that may still be uploading; taken by a later look. */
  readonly settling: number
  readonly passedOver: Readonly<Partial<Record<PassOverReason, number>>>
  /** Books that got another output name than their first choice. The first {@link REPORT_LIST_LIMIT}. */
  readonly conflicts: readonly Conflict[]
  /** Listings that failed; `publisher` is absent when the publishers themselves could not be listed. */
  readonly errors: ReadonlyArray<{
    readonly publisher?: string | undefined
    readonly code: ErrorCode
    readonly message: string
  }>
}

/** What came of one attempt on one file. */
export interface FileResult {
  readonly id: number
  readonly key: string
  readonly publisher: string
  readonly filename: string
  readonly attempt: number
  readonly status: 'completed' | 'retry' | 'failed' | 'released' | 'unchanged'
  readonly durationMs: number
  /** Milliseconds per phase that was reached. */
  readonly phases: Readonly<Partial<Record<Phase, number>>>
  /** Where the package stands, for a person; present when completed or unchanged. */
  readonly outputPath?: string | undefined
  readonly outputBytes?: number | undefined
  readonly code?: ErrorCode | undefined
  readonly message?: string | undefined
  /** When the next attempt is due, for `retry`. */
  readonly retryInMs?: number | undefined
  readonly exitCode?: number | undefined
  readonly exitSignal?: string | undefined
  readonly stderrTail?: string | undefined
  readonly warnings: readonly ConvertWarning[]
  /** Counts and timings of the converter, by name. */
  readonly metrics: Readonly<Record<string, number>>
}

/** What came of a number of files. */
export interface ProcessReport {
  readonly completed: number
  /** Failed for good. */
  readonly failed: number
  /** Attempts that failed and will be tried again, in this run or a later one. */
  readonly retried: number
  /** Given back at no cost. */
  readonly released: number
  /** The last result of each file; the first {@link REPORT_LIST_LIMIT} files, those that failed first. */
  readonly results: readonly FileResult[]
  /**
   * Set when a storage was out of order, so that the run ended early, or when a transfer failed through no fault of its
   * file, which comes again later.
   */
  readonly outage?: { readonly storage: string; readonly code: ErrorCode; readonly message: string } | undefined
}

/** What came of a run. Plain data; kept in the registry. */
export interface RunReport extends ProcessReport {
  readonly runId: string
  readonly mode: 'batch' | 'files'
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly scan?: ScanReport | undefined
  /** Files that needed no work because their package is there already (command-line mode). */
  readonly unchanged: number
  /** Paths that could not be taken at all (command-line mode): missing, no file, unsupported. */
  readonly rejected: ReadonlyArray<{ readonly path: string; readonly code: ErrorCode; readonly message: string }>
  /** Whether the run ended because it was told to stop. */
  readonly stopped: boolean
}
