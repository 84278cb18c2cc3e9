import { ConfigError } from '@rittdoc-batch/core'

/** Options of {@link PostgresRegistry}. */
export interface PostgresRegistryOptions {
  /**
   * `postgres://user@host:5432/database`. What it leaves out comes from the environment, as for every client of
   * PostgreSQL: `PGPASSWORD`, `PGPASSFILE`, `PGUSER`, `PGSSLMODE` and so on.
   */
  readonly url: string
  /** How long a claim lasts without being renewed, in milliseconds, from 1. @default 60_000 */
  readonly leaseMs?: number | undefined
  /**
   * How long calls try again while a server that they have reached before is away, in milliseconds; opening does not.
   * @default 60_000
   */
  readonly patienceMs?: number | undefined
  /** Connections at most, from 2. @default 10 */
  readonly maxConnections?: number | undefined
  /** What the server shows for our connections. @default 'rittdoc-batch' */
  readonly applicationName?: string | undefined
}

/** What timers can take. */
const LONGEST_MS = 2 ** 31 - 1

/** @throws ConfigError with everything that is wrong */
export function expectPostgresOptions(options: PostgresRegistryOptions): void {
  const { url, leaseMs = 1, patienceMs = 0, maxConnections = 2 } = options
  const problems = [
    !isPostgresUrl(url) && 'Expected url to be like postgres://user@host:5432/database',
    !(leaseMs >= 1 && leaseMs <= LONGEST_MS) && `Expected leaseMs to be from 1 to ${LONGEST_MS}, got ${leaseMs}`,
    !(patienceMs >= 0 && patienceMs <= LONGEST_MS) &&
      `Expected patienceMs to be from 0 to ${LONGEST_MS}, got ${patienceMs}`,
    !(Number.isInteger(maxConnections) && maxConnections >= 2) &&
      `Expected maxConnections to be a whole number from 2, got ${maxConnections}`,
  ].filter((problem) => problem !== false)
  if (problems.length > 0) throw new ConfigError(`Could not set up the registry: ${problems.join('; ')}`, problems)
}

/** Whether it names a database of PostgreSQL, rather than a file. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '')
}
