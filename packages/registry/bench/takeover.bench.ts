import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BenchRow } from './registry.bench.ts'

const PROCESS = fileURLToPath(new URL('./takeover-process.ts', import.meta.url))
const FEW = 10_000
const MANY = 1_000_000
const MOST_SECONDS = 60
const MOST_GROWTH_MB = 100

/** Takes over a large database of the Python system: time, and how much more memory it needs than a small one. */
export async function benchTakeover(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'takeover-bench-'))
  try {
    const few = await takeOver(join(folder, 'few.db'), FEW)
    const many = await takeOver(join(folder, 'many.db'), MANY)
    return [
      row('takeover of 1,000,000 rows of the Python system (s)', many.seconds, MOST_SECONDS),
      row('its peak memory beyond that of 10,000 rows (MB)', many.peakMb - few.peakMb, MOST_GROWTH_MB),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function takeOver(path: string, rows: number): Promise<{ seconds: number; peakMb: number }> {
  const run = (...args: string[]) => promisify(execFile)(process.execPath, ['--conditions=source', PROCESS, ...args])
  await run('write', path, String(rows))
  return JSON.parse((await run('open', path)).stdout) as { seconds: number; peakMb: number }
}

function row(name: string, ours: number, most: number): BenchRow {
  const ratio = Number((ours / most).toPrecision(2))
  return { name, ours: Number(ours.toPrecision(3)), bare: most, ratio, target: `at most ${most}`, ok: ours <= most }
}
