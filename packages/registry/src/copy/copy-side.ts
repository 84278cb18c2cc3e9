import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigError, type Registry } from '@rittdoc-batch/core'
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely'
import { FileRegistry } from '../file-registry.ts'
import { PostgresRegistry } from '../postgres/postgres-registry.ts'
import { isPostgresUrl } from '../postgres/postgres-registry-options.ts'
import type { RegistryTables } from '../schema/tables.ts'
import { Database } from '../sqlite/database.ts'

/** A registry that is copied from or to, as plain tables. */
export interface CopySide {
  readonly place: string
  all<Row>(query: RawBuilder<Row>): Promise<Row[]>
  /** Ids up to this one are never given again, whether their rows are still there or not. */
  lastId(table: 'files' | 'attempts'): Promise<number>
  /** Makes that so; for one that is higher than the last. */
  keepId(table: 'files' | 'attempts', last: number): Promise<void>
  close(): Promise<void>
}

interface Tables {
  readonly build: Kysely<RegistryTables>
  all<Row>(query: Compilable<Row>): Row[] | Promise<Row[]>
}

const asker =
  (tables: Tables): CopySide['all'] =>
  async <Row>(query: RawBuilder<Row>) =>
    tables.all<Row>({ compile: () => query.compile(tables.build) } as Compilable<Row>)

/** Opens a registry that may be copied from: one that is there. @throws ConfigError */
export async function openSource(place: string): Promise<CopySide> {
  if (!isPostgresUrl(place) && !existsSync(place))
    throw new ConfigError(`Could not copy the registry ${place}: there is no such file`, [])
  return openSide(place)
}

/** Opens a registry, making or upgrading its tables, and sees to the work of dead processes of this host. */
export async function openSide(place: string): Promise<CopySide> {
  const registry: Registry = isPostgresUrl(place)
    ? new PostgresRegistry({ url: place })
    : new FileRegistry({ path: place })
  await registry.open().finally(() => registry.close())
  return isPostgresUrl(place) ? openPostgres(place) : openFile(resolve(place))
}

async function openPostgres(url: string): Promise<CopySide> {
  const { PostgresDatabase } = await import('../postgres/database.ts')
  const options = { maxConnections: 2, applicationName: 'rittdoc-batch copy', patienceMs: 0 }
  const db = new PostgresDatabase({ url, ...options })
  const all = asker(db)
  return {
    ...{ place: db.place, all, close: () => db.close() },
    async lastId(table) {
      const last = sql<{ id: number }>`SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS id
        FROM ${sql.table(`${table}_id_seq`)}`
      return (await all(last))[0]?.id ?? 0
    },
    async keepId(table, last) {
      await all(sql`SELECT setval(${`${table}_id_seq`}::regclass, ${last})`)
    },
  }
}

async function openFile(path: string): Promise<CopySide> {
  const waits = { busyTimeoutMs: 30_000, migrationTimeoutMs: 600_000, onWait() {}, onTakeover() {} }
  const db = await Database.open({ path, synchronous: 'NORMAL', now: () => new Date(), ...waits })
  const all = asker(db)
  return {
    ...{ place: path, all },
    close: () => db.close(),
    async lastId(table) {
      return (await all(sql<{ id: number }>`SELECT seq AS id FROM sqlite_sequence WHERE name = ${table}`))[0]?.id ?? 0
    },
    async keepId(table, last) {
      await all(sql`DELETE FROM sqlite_sequence WHERE name = ${table} RETURNING name`)
      await all(sql`INSERT INTO sqlite_sequence (name, seq) VALUES (${table}, ${last}) RETURNING name`)
    },
  }
}
