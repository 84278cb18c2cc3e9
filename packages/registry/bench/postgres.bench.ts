import { atLeast, atMost, type BenchRow, median, rate, time } from '@rittdoc-batch/bench'
import { PostgresRegistry } from '@rittdoc-batch/registry'
import { startPostgres, whyNoPostgres } from '@rittdoc-batch/test-services'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { claimOptions, record, settle } from './fill-registry.ts'

const QUEUE = 'bare'
const [FEW, MANY] = [10_000, 1_000_000]
const ROUNDS = 3
/** Jobs of one measurement. */
const JOBS = 1_000

/** How a number of jobs is taken and ended. */
interface Pattern {
  readonly name: string
  readonly least: number
  readonly loops: number
  readonly together: number
}

const PATTERNS: readonly Pattern[] = [
  { name: 'one at a time', least: 0.6, loops: 1, together: 1 },
  { name: 'by 8 loops', least: 0.8, loops: 8, together: 1 },
  { name: 'in batches of 50', least: 1.3, loops: 1, together: 50 },
]

/** Claims on PostgreSQL beside bare pg-boss, which fetches and completes jobs, in turns on one server. */
export async function benchPostgres(): Promise<BenchRow[]> {
  const why = await whyNoPostgres()
  if (why !== undefined) throw new Error(why)
  const server = await startPostgres()
  const registry = new PostgresRegistry({ url: server.url })
  const boss = new PgBoss({ connectionString: server.url, supervise: false, schedule: false })
  boss.on('error', console.error)
  try {
    await registry.open()
    await boss.start()
    await boss.createQueue(QUEUE)
    const rows = await besideBoss(registry, boss, server.url)
    const few = await medianClaimMs(registry)
    await fill(server.url, MANY - FEW)
    const many = await medianClaimMs(registry)
    rows.push(atMost('claim on PostgreSQL at 1,000,000 rows against 10,000 (ms)', 1.5, { ours: many, bare: few }))
    return rows
  } finally {
    await boss.stop({ graceful: false })
    await registry.close()
    await server.stop()
  }
}

async function besideBoss(registry: PostgresRegistry, boss: PgBoss, url: string): Promise<BenchRow[]> {
  const count = PATTERNS.length * ROUNDS * JOBS
  await record(registry, FEW + count)
  for (let i = 0; i < count; i += 1_000)
    await boss.insert(
      QUEUE,
      Array.from({ length: 1_000 }, (_, n) => ({ data: { n: i + n } })),
    )
  await analyze(url)
  const rows: BenchRow[] = []
  for (const { name, least, loops, together } of PATTERNS) {
    const rates = { ours: [] as number[], bare: [] as number[] }
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push(await rate(JOBS, () => inLoops(loops, () => workOurs(registry, together, JOBS / loops))))
      rates.bare.push(await rate(JOBS, () => inLoops(loops, () => workBare(boss, together, JOBS / loops))))
    }
    const [ours, bare] = [median(rates.ours), median(rates.bare)]
    rows.push(atLeast(`claim and settle on PostgreSQL ${name}, files a second, beside pg-boss`, least, { ours, bare }))
  }
  return rows
}

async function inLoops(loops: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: loops }, work))
}

async function workOurs(registry: PostgresRegistry, together: number, count: number): Promise<void> {
  for (let done = 0; done < count; ) {
    const claims = await registry.claim({ ...claimOptions, limit: together })
    if (claims.length === 0) throw new Error('Expected files to be due')
    await Promise.all(claims.map((claim) => settle(registry, claim)))
    done += claims.length
  }
}

async function workBare(boss: PgBoss, together: number, count: number): Promise<void> {
  for (let done = 0; done < count; ) {
    const jobs = await boss.fetch(QUEUE, { batchSize: together })
    if (jobs.length === 0) throw new Error('Expected jobs to be there')
    await Promise.all(jobs.map(({ id }) => boss.complete(QUEUE, id)))
    done += jobs.length
  }
}

async function medianClaimMs(registry: PostgresRegistry): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 200; i++) times.push(await time(() => registry.claim(claimOptions)))
  return median(times)
}

/** What autovacuum does within a minute: without it neither knows the size of its tables. */
async function analyze(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('VACUUM ANALYZE')
  await client.end()
}

/** More files that are due, by one statement: how they came makes no difference to a claim. */
async function fill(url: string, count: number): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(
    `INSERT INTO files (storage, s3_key, publisher, filename, file_format, file_size, version, status, discovered_at,
      due_at, retry_count, output_storage, output_key, output_collision)
    SELECT 's', 'more/' || n, 'Publisher ' || n % 50, n || '.pdf', '.pdf', n, 'v' || n, 'pending', now(), now(), 0, 's',
      'more/' || n || '.zip', 'more/' || n || '.zip' FROM generate_series(1, $1::int) AS n`,
    [count],
  )
  await client.query('ANALYZE')
  await client.end()
}
