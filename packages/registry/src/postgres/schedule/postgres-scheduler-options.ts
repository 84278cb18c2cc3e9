import { ConfigError, type JobSchedulerOptions } from '@rittdoc-batch/core'
import { isPostgresUrl } from '../postgres-registry-options.ts'

/** Options of {@link PostgresScheduler}: those of a scheduler of one process, and where the others are. */
export interface PostgresSchedulerOptions extends JobSchedulerOptions {
  /** The database of the registry, as in `PostgresRegistryOptions`. */
  readonly url: string
  /** What is done. Processes that name the same take turns; the interval is that of the last one that was started. */
  readonly name: string
  /** Time from one start to the next in milliseconds: whole minutes. */
  readonly intervalMs: number
  /** Something went wrong between this process and the database, which is tried again. */
  readonly onTrouble?: ((error: Error) => void) | undefined
}

const MINUTE_MS = 60_000

/** @throws ConfigError with everything that is wrong */
export function expectSchedulerOptions({ url, name, intervalMs }: PostgresSchedulerOptions): void {
  const isWhole = Number.isInteger(intervalMs / MINUTE_MS) && intervalMs > 0
  const problems = [
    !isPostgresUrl(url) && 'Expected url to be like postgres://user@host:5432/database',
    name === '' && 'Expected name to be a text, got an empty one',
    !isWhole && `Expected intervalMs to be whole minutes in milliseconds, got ${intervalMs}`,
  ].filter((problem) => problem !== false)
  if (problems.length > 0) throw new ConfigError(`Invalid schedule: ${problems.join('; ')}`, problems)
}
