import { ConfigError } from '@rittdoc-batch/core'
import type { Clock } from './sqlite/clock.ts'
import type { TakeoverProgress } from './takeover/take-over.ts'

/** Options of {@link FileRegistry}. */
export interface FileRegistryOptions {
  /** The database file; it and its folder are made when needed. Must lie on a local disk. */
  readonly path: string
  /** How long a claim lasts without being renewed, in milliseconds, from 1. @default 60_000 */
  readonly leaseMs?: number | undefined
  /** How long to wait for another process's write, in milliseconds. @default 30_000 */
  readonly busyTimeoutMs?: number | undefined
  /**
   * How long to wait at opening for another process that takes the database over or upgrades it, in milliseconds.
   * @default 600_000
   */
  readonly migrationTimeoutMs?: number | undefined
  /** Told once when that wait takes longer than a second. @default nobody */
  readonly onWait?: (() => void) | undefined
  /**
   * When a transaction counts as done: `NORMAL` survives every crash of the process and may lose the newest
   * transactions in a power failure (their files are then converted again); `FULL` survives that too, at a tenth of the
   * speed. @default 'NORMAL'
   */
  readonly synchronous?: 'NORMAL' | 'FULL' | undefined
  /**
   * Told while a database of the Python system is taken over at opening: at the beginning, and then every 20,000 rows.
   * @default nobody
   */
  readonly onTakeover?: ((progress: TakeoverProgress) => void) | undefined
  /** @default the clocks of this host */
  readonly clock?: Clock | undefined
}

/** @throws ConfigError with everything that is wrong */
export function expectOptions(options: FileRegistryOptions): void {
  const { path, leaseMs = 1, busyTimeoutMs = 0, migrationTimeoutMs = 0 } = options
  const problems = [
    path === '' && 'Expected path to name a file, got an empty text',
    !isTime(leaseMs, 1) && `Expected leaseMs to be from 1 to ${LONGEST_MS}, got ${leaseMs}`,
    !isTime(busyTimeoutMs, 0) && `Expected busyTimeoutMs to be from 0 to ${LONGEST_MS}, got ${busyTimeoutMs}`,
    !isTime(migrationTimeoutMs, 0) &&
      `Expected migrationTimeoutMs to be from 0 to ${LONGEST_MS}, got ${migrationTimeoutMs}`,
  ].filter((problem) => problem !== false)
  if (problems.length > 0) throw new ConfigError(`Could not set up the registry: ${problems.join('; ')}`, problems)
}

/** What timers and SQLite can take. */
const LONGEST_MS = 2 ** 31 - 1

function isTime(ms: number, least: number): boolean {
  return ms >= least && ms <= LONGEST_MS
}
