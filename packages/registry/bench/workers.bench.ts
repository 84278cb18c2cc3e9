import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { atLeast, type BenchRow } from '@rittdoc-batch/bench'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { PostgresRegistry } from '@rittdoc-batch/registry'
import { startPostgres, whyNoPostgres } from '@rittdoc-batch/test-services'
import pg from 'pg'
import { PACKAGE } from '../test/support/small-package.ts'

const WORKERS = [1, 2, 4, 8]
/** Two processors carry so much of what one worker does, also with eight processes that share them. */
const LEAST = 0.5
/** Books of each measurement: enough that the start of eight processes does not tell. */
const BOOKS = Number(process.env.WORKERS_BENCH_BOOKS ?? 2_000)
const PUBLISHERS = 20

interface Measured {
  readonly booksPerSecond: number
  readonly transactionsPerBook: number
  readonly walBytesPerBook: number
  /** Of the tables, indexes included. */
  readonly tableBytesPerBook: number
}

/** Books a second of workers that share a database, beside a single one; and what a book costs the database. */
export async function benchWorkers(): Promise<BenchRow[]> {
  const why = await whyNoPostgres()
  if (why !== undefined) throw new Error(why)
  const rates = new Map<number, number>()
  for (const count of WORKERS) {
    const { booksPerSecond, transactionsPerBook, walBytesPerBook, tableBytesPerBook } = await measure(count)
    rates.set(count, booksPerSecond)
    const bytes = `${Math.round(walBytesPerBook)} bytes of WAL and ${Math.round(tableBytesPerBook)} of tables`
    const cost = `${transactionsPerBook.toFixed(1)} transactions, ${bytes} a book`
    console.error(`${count} workers: ${booksPerSecond.toFixed(1)} books a second, ${cost}`)
  }
  const [one = 1, ...more] = WORKERS.map((count) => rates.get(count) ?? 0)
  return more.map((rate, index) =>
    atLeast(`books a second of ${WORKERS[index + 1]} workers on PostgreSQL, beside one`, LEAST, {
      ours: rate,
      bare: one,
    }),
  )
}

async function measure(workers: number): Promise<Measured> {
  const server = await startPostgres()
  const root = await mkdtemp(join(tmpdir(), 'workers-bench-'))
  const client = new pg.Client(server.url)
  const children: ChildProcess[] = []
  try {
    await recordBooks(root, server.url)
    await client.connect()
    const [before] = (await client.query(COSTS)).rows
    children.push(...Array.from({ length: workers }, () => startWorker(server.url, root)))
    while ((await client.query(LEFT)).rows[0].left > 0) await sleep(200)
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => once(child, 'exit'))) // the server counts what ended connections did
    await client.query('VACUUM')
    const [after] = (await client.query(COSTS)).rows
    const { seconds } = (await client.query(SECONDS)).rows[0]
    return {
      booksPerSecond: BOOKS / seconds,
      transactionsPerBook: (after.transactions - before.transactions) / BOOKS,
      walBytesPerBook: (after.wal - before.wal) / BOOKS,
      tableBytesPerBook: after.tables / BOOKS,
    }
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await client.end()
    await server.stop()
    await rm(root, { recursive: true, force: true })
  }
}

async function recordBooks(root: string, url: string): Promise<void> {
  for (let n = 0; n < BOOKS; n++) {
    const folder = join(root, `Publisher ${n % PUBLISHERS}`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, `book-${n}.epub`), PACKAGE)
  }
  const scanner = new BatchProcessor({
    storage: new LocalStorage({ root }),
    registry: new PostgresRegistry({ url }),
    converter: { id: 'none@1', produces: 'rittdoc', convert: async () => ({}) },
    minAgeMs: 0,
  })
  await scanner.runBatchJob({ scanOnly: true })
  await scanner.close()
}

function startWorker(url: string, root: string): ChildProcess {
  const execArgv = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  return fork(new URL('./worker-process.ts', import.meta.url), [url, root], { execArgv })
}

const COSTS = `SELECT xact_commit::float8 AS transactions, (pg_current_wal_lsn() - '0/0')::float8 AS wal,
    (pg_total_relation_size('files') + pg_total_relation_size('attempts'))::float8 AS tables
  FROM pg_stat_database WHERE datname = current_database()`
const LEFT = "SELECT count(*)::int AS left FROM files WHERE status <> 'completed'"
/** From the first claim on: how long processes take to start does not count. */
const SECONDS = `SELECT extract(epoch FROM max(finished_at) - min(started_at))::float8 AS seconds FROM attempts
  WHERE outcome = 'completed'`
