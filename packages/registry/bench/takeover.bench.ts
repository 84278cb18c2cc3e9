import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileRegistry } from '../src/index.ts'
import { mixedRows, writePythonDatabase } from '../test/support/python-database.ts'
import type { BenchRow } from './registry.bench.ts'

const ROWS = 1_000_000
const MOST_SECONDS = 60
const MOST_GROWTH_MB = 100

/** Takes over a large database of the Python system: time, and how much memory grows while rows are moved. */
export async function benchTakeover(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'takeover-bench-'))
  try {
    const path = join(folder, 'registry.db')
    writePythonDatabase(path, mixedRows(ROWS))
    globalThis.gc?.()
    const before = process.memoryUsage.rss()
    let peak = before
    const onTakeover = () => {
      peak = Math.max(peak, process.memoryUsage.rss())
    }
    const started = performance.now()
    const registry = new FileRegistry({ path, onTakeover })
    await registry.open()
    const seconds = (performance.now() - started) / 1_000
    await registry.close()
    const growthMb = (peak - before) / 1024 ** 2
    return [
      row('takeover of 1,000,000 rows of the Python system (s)', seconds, MOST_SECONDS),
      row('memory growth during that takeover (MB)', growthMb, MOST_GROWTH_MB),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function row(name: string, ours: number, most: number): BenchRow {
  return {
    name,
    ours: Number(ours.toPrecision(3)),
    bare: most,
    ratio: Number((ours / most).toPrecision(2)),
    target: `at most ${most}`,
    ok: ours <= most,
  }
}
