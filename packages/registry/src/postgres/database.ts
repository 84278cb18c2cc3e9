import { type CallOptions, RegistryError } from '@rittdoc-batch/core'
import { type Compilable, Kysely, PostgresDialect } from 'kysely'
import pRetry from 'p-retry'
import pg from 'pg'
import type { RegistryTables } from '../schema/tables.ts'
import { connectionOf, placeOf } from './address.ts'
import { postgresTerms } from './filter-terms.ts'
import { isConflict, isLost, postgresError } from './postgres-error.ts'
import { PromptClient } from './prompt-client.ts'

/** Options of {@link PostgresDatabase}. */
export interface PostgresDatabaseOptions {
  /** `postgres://user@host:port/database`; what is absent comes from the environment (`PGPASSWORD`, `PGSSLMODE` …). */
  readonly url: string
  readonly maxConnections: number
  readonly applicationName: string
  /** How long to try again while the server is away, in milliseconds. */
  readonly patienceMs: number
  /** Keep connections that nobody uses. */
  readonly keepIdle?: boolean
}

/** How long a small statement may take, in milliseconds, waits for locks of others included. */
const ANSWER_MS = 20_000

/** How often a transaction is begun anew that gave way to another one. */
const CONFLICTS = 10

/** A connection, or a pool that takes one for each statement. */
export type Connection = Pick<pg.ClientBase, 'query'>

/**
 * A statement. One with a name is prepared once per connection, and is small: one that gets no answer in time has lost its
 * connection, which nothing else would tell on a line that swallows everything.
 */
export interface Statement {
  readonly name?: string
  readonly text: string
  /** It may take as long as it takes. @default false */
  readonly isLong?: boolean
}

/** A pool of connections, and what every call does with it. */
export class PostgresDatabase {
  /** The database without a login, for messages. */
  readonly place: string
  /** Builds queries; {@link PostgresDatabase.all} and its siblings run them. */
  readonly build: Kysely<RegistryTables>
  readonly terms = postgresTerms
  readonly #pool: pg.Pool
  readonly #patienceMs: number

  constructor({ url, maxConnections, applicationName, patienceMs, keepIdle = false }: PostgresDatabaseOptions) {
    this.place = placeOf(url)
    this.#patienceMs = patienceMs
    this.#pool = new pg.Pool({
      ...connectionOf(url),
      Client: PromptClient,
      max: maxConnections,
      application_name: applicationName,
      idleTimeoutMillis: keepIdle ? 0 : 10_000,
      types: { getTypeParser },
    })
    this.#pool.on('error', () => {}) // a connection that breaks while it is idle is replaced by the next that is needed
    // One that breaks between two statements tells so at the next; without a listener it would end the process.
    this.#pool.on('connect', (connection) => void connection.on('error', () => {}))
    this.build = new Kysely<RegistryTables>({ dialect: new PostgresDialect({ pool: this.#pool }) })
  }

  /** Rows of a statement, which is a transaction of its own unless it is given one. */
  async rows<Row>(statement: Statement, values: readonly unknown[], connection?: Connection): Promise<Row[]> {
    return this.guard(async () => {
      const { name, text, isLong = name === undefined } = statement
      const limit = isLong ? {} : { query_timeout: ANSWER_MS }
      const { rows } = await (connection ?? this.#pool).query({ name, text, values: values.map(storable), ...limit })
      return rows as Row[]
    })
  }

  /** Rows of a query. */
  async all<Row>(query: Compilable<Row>, connection?: Connection): Promise<Row[]> {
    const { sql, parameters } = query.compile()
    return this.guard(async () => (await (connection ?? this.#pool).query(sql, [...parameters])).rows as Row[])
  }

  /** @returns the number of changed rows */
  async run(query: Compilable, connection?: Connection): Promise<number> {
    const { sql, parameters } = query.compile()
    return this.guard(async () => (await (connection ?? this.#pool).query(sql, [...parameters])).rowCount ?? 0)
  }

  /** Runs `work` in one transaction; begins anew when it had to give way to another one, so it may run several times. */
  async transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.again(() => this.#tryOnce(work))
  }

  /** Does again what had to give way to another transaction, and was undone. */
  async again<T>(work: () => Promise<T>): Promise<T> {
    for (let conflicts = 0; ; conflicts++) {
      try {
        return await work()
      } catch (error) {
        const cause = error instanceof RegistryError ? error.cause : error
        if (conflicts === CONFLICTS || !isConflict(cause)) throw postgresError(error, this.place)
      }
    }
  }

  /**
   * Does something again while the server is away, at longer and longer intervals. What was under way when the connection
   * broke may have been done: `work` must bear that.
   */
  async patiently<T>({ signal }: CallOptions, work: () => Promise<T>): Promise<T> {
    try {
      return await pRetry(work, {
        ...{ retries: Number.POSITIVE_INFINITY, maxRetryTime: this.#patienceMs, randomize: true },
        ...{ minTimeout: 100, maxTimeout: 2_000, ...(signal === undefined ? {} : { signal }) },
        shouldRetry: ({ error }) => error instanceof RegistryError && isLost(error.cause),
      })
    } catch (error) {
      if (!signal?.aborted || error instanceof RegistryError) throw error
      throw new RegistryError('aborted', 'Could not use the registry: ended by the caller', { cause: error })
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #tryOnce<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.guard(() => this.#pool.connect())
    let broken: unknown
    try {
      await connection.query(within('BEGIN'))
      const result = await work(connection)
      await connection.query(within('COMMIT'))
      return result
    } catch (error) {
      if (isLost(error instanceof RegistryError ? error.cause : error)) broken = error
      else
        await connection.query(within('ROLLBACK')).catch((rollback) => {
          broken = rollback
        })
      throw error
    } finally {
      connection.release(broken !== undefined)
    }
  }

  /** Runs work with the connection; what it throws becomes a {@link RegistryError}. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw postgresError(error, this.place)
    }
  }
}

/** A text that the server takes: a zero may stand in what a program wrote. */
function storable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(storable)
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}

/** A statement with a limit, as the driver takes it; its types do not know of it. */
function within(text: string): { readonly text: string; readonly query_timeout: number } {
  return { text, query_timeout: ANSWER_MS }
}

/** Rows as SQLite gives them: numbers where nothing of ours can be larger, and times in the documented form. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number
  if (oid === pg.types.builtins.TIMESTAMPTZ) return (value) => value.replace(/\+00$/, '')
  return pg.types.getTypeParser(oid, format as 'text')
}
