import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMost, type BenchRow, median, time } from '@rittdoc-batch/bench'
import type { FileQuery } from '@rittdoc-batch/core'
import type { FileRegistry } from '@rittdoc-batch/registry'
import SqliteDatabase from 'better-sqlite3'
import { claimOptions, open, record, seen, settle } from './fill-registry.ts'

const [FEW, MANY] = [10_000, 1_000_000]
const MOST_MS = { statistics: 250, search: 1_500 }

/** What the number of rows changes: the same calls on a small and a large table, in turns, so that both see the same machine. */
export async function benchDepth(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'depth-bench-'))
  try {
    const few = await filled(join(folder, 'few.db'), FEW)
    const many = await filled(join(folder, 'many.db'), MANY)
    const compare = async (
      name: string,
      most: number,
      call: (registry: FileRegistry, turn: number) => Promise<number>,
    ) => atMost(`${name} at 1,000,000 rows against 10,000 (ms)`, most, await inTurns(few, many, call))
    const nothing = await time(() => Array.fromAsync(many.query({ search: 'no such name' })))
    const statistics = median(await times(5, () => many.statistics()))
    const rows = [
      await compare('claim', 1.5, timeClaim),
      await compare('a file by its key', 1.5, (registry, turn) => timeQuery(registry, { key: seen(turn * 4).key })),
      await compare('the 100 newest that failed', 1.5, (registry) => timeQuery(registry, newest({ status: 'failed' }))),
      await compare('the 100 newest of a publisher', 1.5, (registry) =>
        timeQuery(registry, newest({ publisher: 'Publisher 7' })),
      ),
      atMost('statistics of 1,000,000 rows (ms)', 1, { ours: statistics, bare: MOST_MS.statistics }),
      atMost('a search that finds nothing in 1,000,000 rows (ms)', 1, { ours: nothing, bare: MOST_MS.search }),
    ]
    await Promise.all([few.close(), many.close()])
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A tenth of the files has failed. */
async function filled(path: string, count: number): Promise<FileRegistry> {
  const registry = await open(path)
  await record(registry, count)
  const database = new SqliteDatabase(path)
  database.exec("UPDATE files SET status = 'failed', error_code = 'input' WHERE id % 10 = 0")
  database.close()
  return registry
}

async function inTurns(
  few: FileRegistry,
  many: FileRegistry,
  call: (registry: FileRegistry, turn: number) => Promise<number>,
): Promise<Pick<BenchRow, 'ours' | 'bare'>> {
  const ms = { few: [] as number[], many: [] as number[] }
  for (let turn = 0; turn < 2_000; turn++) {
    ms.few.push(await call(few, turn))
    ms.many.push(await call(many, turn))
  }
  return { ours: median(ms.many), bare: median(ms.few) }
}

async function timeClaim(registry: FileRegistry): Promise<number> {
  const started = performance.now()
  const claims = await registry.claim(claimOptions)
  const ms = performance.now() - started
  for (const claim of claims) await settle(registry, claim)
  return ms
}

const timeQuery = (registry: FileRegistry, query: FileQuery) => time(() => Array.fromAsync(registry.query(query)))

const newest = (query: FileQuery): FileQuery => ({ ...query, order: 'newest', limit: 100 })

async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const ms: number[] = []
  for (let i = 0; i < count; i++) ms.push(await time(work))
  return ms
}
