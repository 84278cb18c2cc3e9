import type { CallOptions } from '../contracts/storage.ts'

/** Options of `BatchProcessor.processPendingFiles`. */
export interface ProcessOptions extends CallOptions {
  /** Start at most this many files; 0 starts none. @default no limit */
  readonly maxFiles?: number | undefined
}

/** Options of `BatchProcessor.work`. */
export interface WorkOptions extends CallOptions {
  /** How often to look for work when nobody tells of any, in milliseconds, from 1. @default 5_000 */
  readonly pollMs?: number | undefined
}

/** Options of `BatchProcessor.runBatchJob`. */
export interface RunOptions extends CallOptions {
  /** Only record what is found, for others to work on. @default false */
  readonly scanOnly?: boolean | undefined
}
