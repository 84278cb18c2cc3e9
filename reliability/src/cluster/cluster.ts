import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FaultProxy, type Postgres, startFaultProxy, startPostgres } from '@rittdoc-batch/test-services'
import pg from 'pg'
import { openLocalPlace } from '../place/local-place.ts'
import { makeBook } from '../world/make-books.ts'
import { makeWorld, type World } from '../world/world.ts'

/** Machines that share a tree of books and a registry on PostgreSQL. */
export interface Cluster {
  readonly world: World
  readonly server: Postgres
  /** The way to the database of those who use the configuration `points-far.yaml`. */
  readonly line: FaultProxy
  /** What an undisturbed run makes of the books. */
  readonly packages: ReadonlyMap<string, Buffer>
  /** Asks the database. */
  ask<Row extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<Row[]>
  /** Books that are being converted are not finished until they are let go. */
  hold(): Promise<void>
  letGo(): Promise<void>
  close(): Promise<void>
}

/** What a cluster is made of. */
export interface ClusterOptions {
  readonly books: number
  readonly publishers: number
  /** How long each book takes. */
  readonly bookSeconds: number
  readonly leaseSeconds: number
}

/** Makes a world whose registry is a PostgreSQL server of its own. */
export async function makeCluster(options: ClusterOptions): Promise<Cluster> {
  const [server, place] = [await startPostgres(), await openLocalPlace()]
  const line = await startFaultProxy({ port: server.port })
  const [books, packages] = await makeManyBooks(options)
  const folder = await mkdtemp(join(tmpdir(), 'cluster-'))
  const held = join(folder, 'held')
  const wait = `sleep ${options.bookSeconds} && while [ -e ${held} ]; do sleep 0.1; done`
  const world = await makeWorld(place, {
    ...{ name: 'cluster', books },
    converter: ['/bin/sh', '-c', `${wait} && cp "$0" "$1"`, '{input}', '{output}'],
    processing: { lease_seconds: options.leaseSeconds, poll_seconds: 2, shutdown_grace_seconds: 60 },
    config: { registry_db: server.url, scheduler: { run_on_startup: true, interval_minutes: 1 }, log_file: null },
  })
  const config = await readFile(join(world.folder, 'config.yaml'), 'utf8')
  await writeFile(join(world.folder, 'points-far.yaml'), config.replace(`:${server.port}/`, `:${line.port}/`))
  const pool = new pg.Pool({ connectionString: server.url, max: 1 }).on('error', () => {})
  return {
    ...{ world, server, line, packages },
    ask: async (sql, ...values) => (await pool.query(sql, values)).rows,
    hold: () => writeFile(held, ''),
    letGo: () => rm(held),
    async close() {
      await pool.end()
      await line.close()
      await world.remove()
      await place.close()
      await server.stop()
      await rm(folder, { recursive: true })
    },
  }
}

async function makeManyBooks({ books: count, publishers }: ClusterOptions) {
  const [books, packages] = [new Map<string, Buffer>(), new Map<string, Buffer>()]
  for (let i = 0; i < count; i++) {
    const bytes = await makeBook(`book ${i}`)
    books.set(`P${i % publishers}/book-${i}.epub`, bytes)
    packages.set(`P${i % publishers}/Output XML/book-${i}.zip`, bytes)
  }
  return [books, packages] as const
}
