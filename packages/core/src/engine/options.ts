import type { Converter, ConvertOptions } from '../contracts/converter.ts'
import type { Registry } from '../contracts/registry.ts'
import type { Storage } from '../contracts/storage.ts'
import { ConfigError } from '../errors.ts'
import { besideInput, type Layout, normalisePrefix } from '../layout.ts'
import { GuardedStorage } from './guarded-storage.ts'
import type { BatchHooks } from './hooks.ts'

/** Options of {@link BatchProcessor}. */
export interface BatchProcessorOptions {
  /** Where the books lie. */
  readonly storage: Storage
  /** Where the packages go. @default the same storage */
  readonly output?: Storage | undefined
  readonly registry: Registry
  readonly converter: Converter
  /** Prefix of the publishers' folders, with or without slashes. @default '' */
  readonly inputPrefix?: string | undefined
  /** Where packages go. @default besideInput({ inputPrefix }) */
  readonly layout?: Layout | undefined
  /** Extensions that are books, with the dot. @default ['.pdf', '.epub', '.epub3'] */
  readonly formats?: readonly string[] | undefined
  /** Files worked on at the same time, from 1. @default 4 */
  readonly maxConcurrentJobs?: number | undefined
  /** The most of those that may belong to one publisher. @default no limit of its own */
  readonly maxJobsPerPublisher?: number | undefined
  /** Limit for one conversion in milliseconds. @default 3_600_000 */
  readonly timeoutMs?: number | undefined
  /** Limit for one download or upload in milliseconds. @default 3_600_000 */
  readonly transferTimeoutMs?: number | undefined
  /**
   * Limit for any other call of a storage, and of a listing for the wait until its next entry, in milliseconds.
   * @default 120_000
   */
  readonly storageTimeoutMs?: number | undefined
  /** Retries after the first attempt, from 0. @default 3 */
  readonly maxRetries?: number | undefined
  /** Whether failed attempts are retried at all. @default true */
  readonly retryFailed?: boolean | undefined
  /** Wait before the first retry in milliseconds; doubles with each. @default 30_000 */
  readonly retryDelayMs?: number | undefined
  /**
   * Age in milliseconds at which a file counts as uploaded, on storages that show unfinished uploads; 0 switches the
   * rule off. @default 60_000
   */
  readonly minAgeMs?: number | undefined
  /** How long running jobs may go on after a stop, in milliseconds. @default 60_000 */
  readonly shutdownGraceMs?: number | undefined
  /** Resident memory per conversion in bytes. @default 4 GiB */
  readonly memoryLimitBytes?: number | undefined
  /** What conversions are asked for, by publisher. @default {} */
  readonly convertOptions?: ((publisher: string) => ConvertOptions) | undefined
  /** Parent of the private work folders. @default the system's folder for temporary files */
  readonly tempDir?: string | undefined
  readonly hooks?: BatchHooks | undefined
}

/** The options with every default filled in. */
export type ResolvedOptions = {
  readonly [Name in Exclude<keyof BatchProcessorOptions, 'formats'>]-?: Name extends 'maxJobsPerPublisher' | 'tempDir'
    ? BatchProcessorOptions[Name]
    : Exclude<BatchProcessorOptions[Name], undefined>
} & { readonly formats: ReadonlySet<string> }

/** Fills in defaults and checks everything. @throws ConfigError with all problems at once */
export function resolveOptions(options: BatchProcessorOptions): ResolvedOptions {
  const inputPrefix = normalisePrefix(options.inputPrefix ?? '')
  const { transferTimeoutMs = 3_600_000, storageTimeoutMs = 120_000 } = options
  const guard = (storage: Storage) =>
    new GuardedStorage(storage, { transferMs: transferTimeoutMs, callMs: storageTimeoutMs })
  const storage = guard(options.storage)
  const hasOutput = options.output !== undefined && options.output !== options.storage
  const resolved: ResolvedOptions = {
    storage,
    output: hasOutput ? guard(options.output) : storage,
    registry: options.registry,
    converter: options.converter,
    inputPrefix,
    layout: options.layout ?? besideInput({ inputPrefix }),
    formats: new Set((options.formats ?? ['.pdf', '.epub', '.epub3']).map((format) => format.toLowerCase())),
    maxConcurrentJobs: options.maxConcurrentJobs ?? 4,
    maxJobsPerPublisher: options.maxJobsPerPublisher,
    timeoutMs: options.timeoutMs ?? 3_600_000,
    transferTimeoutMs,
    storageTimeoutMs,
    maxRetries: options.maxRetries ?? 3,
    retryFailed: options.retryFailed ?? true,
    retryDelayMs: options.retryDelayMs ?? 30_000,
    minAgeMs: options.minAgeMs ?? 60_000,
    shutdownGraceMs: options.shutdownGraceMs ?? 60_000,
    memoryLimitBytes: options.memoryLimitBytes ?? 4 * 1024 ** 3,
    convertOptions: options.convertOptions ?? (() => ({})),
    tempDir: options.tempDir,
    hooks: options.hooks ?? {},
  }
  const problems = findProblems(resolved)
  if (problems.length > 0) throw new ConfigError(`Invalid options: ${problems.join('; ')}`, problems)
  return resolved
}

/** Longest delay that a timer takes; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

function findProblems(options: ResolvedOptions): string[] {
  const problems: string[] = []
  const expect = (name: keyof ResolvedOptions, lowest: number, highest: number, whole = true) => {
    const value = options[name]
    if (value === undefined) return
    if (typeof value === 'number' && value >= lowest && value <= highest && (!whole || Number.isInteger(value))) return
    problems.push(
      `Expected ${name} to be ${whole ? 'a whole number' : 'a number'} from ${lowest} to ${highest}, got ${value}`,
    )
  }
  expect('maxConcurrentJobs', 1, 1024)
  expect('maxJobsPerPublisher', 1, 1024)
  expect('timeoutMs', 1, MAX_TIMER_MS, false)
  expect('transferTimeoutMs', 1, MAX_TIMER_MS, false)
  expect('storageTimeoutMs', 1, MAX_TIMER_MS, false)
  expect('maxRetries', 0, 1000)
  expect('retryDelayMs', 0, MAX_TIMER_MS, false)
  expect('minAgeMs', 0, MAX_TIMER_MS, false)
  expect('shutdownGraceMs', 0, MAX_TIMER_MS, false)
  expect('memoryLimitBytes', 1, Number.MAX_SAFE_INTEGER)
  for (const format of options.formats) {
    if (!/^\.[^./\s]+$/.test(format)) problems.push(`Expected formats to be extensions such as ".pdf", got "${format}"`)
  }
  if (options.formats.size === 0) problems.push('Expected formats to name at least one extension, got none')
  return problems
}
