import type { ErrorCode } from '../errors.ts'

/** Codes that say the same thing however often one asks. Everything else may go better next time. */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['input', 'not_found', 'unsupported', 'config'])

/** Codes of a storage that is out of order as a whole, so far as one call can tell. */
const OUTAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unavailable',
  'timeout',
  'throttled',
  'denied',
  'host_key',
  'full',
])

/** Codes after which the same thing may go well a little later: they say nothing of the file. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['unavailable', 'timeout', 'throttled', 'full'])

/** The longest wait between two attempts. */
export const MAX_RETRY_DELAY_MS = 3_600_000

/**
 * Whether another attempt may succeed, by the cause alone.
 * @param reason the finer reason of the error. A package that is whole and breaks the rules (`invalid`) will be made the same
 *   way again; none at all, half of one, or an error page in its place may have been an accident.
 */
export function isRetryable(code: ErrorCode, reason?: string): boolean {
  return !FINAL.has(code) && reason !== 'invalid'
}

/** Whether a storage error may mean that the storage is out of order, not this one file. */
export function mayBeOutage(code: ErrorCode): boolean {
  return OUTAGE.has(code)
}

/** Whether an error says nothing of the file: the same thing may go well later. */
export function isPassing(code: ErrorCode): boolean {
  return PASSING.has(code)
}

/**
 * Wait before the next attempt: doubles with every retry, plus up to a quarter of it at random so that files which
 * failed together do not come back together. Never shorter than the doubled base; at most an hour and a quarter.
 * @param retry number of the coming retry, from 1
 * @param random 0 to 1
 */
export function retryDelayMs(baseMs: number, retry: number, random: number): number {
  const doubled = Math.min(MAX_RETRY_DELAY_MS, baseMs * 2 ** Math.min(retry - 1, 30))
  return Math.round(doubled * (1 + random / 4))
}
