import { execFile } from 'node:child_process'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { atMost, type BenchRow } from '@rittdoc-batch/bench'
import type { S3StorageOptions } from '@rittdoc-batch/storage-s3'
import { type BenchPlace, withRgw } from './bench-place.ts'

const PROCESS = fileURLToPath(new URL('./transfer-memory.ts', import.meta.url))
const MB = 1024 * 1024
const SMALL_MB = 256
/** Set `MEMORY_BENCH_MB` to try a larger one. */
const LARGE_MB = Number(process.env.MEMORY_BENCH_MB ?? 2_048)
/** What garbage collection may leave lying about. */
const MOST_GROWTH_MB = 64

/** How much more memory a large transfer needs than a small one; each in a process of its own, of a sparse file. */
export async function benchMemory(): Promise<BenchRow[]> {
  return withRgw(async (place) => {
    const rows: BenchRow[] = []
    for (const mode of ['put', 'get'] as const) {
      const [small, large] = [await transfer(mode, place, SMALL_MB), await transfer(mode, place, LARGE_MB)]
      const growth = large.peakMb - small.peakMb
      console.error(`${mode}: peak of ${small.peakMb.toFixed(0)} MB and ${large.peakMb.toFixed(0)} MB`)
      const name = `S3 ${mode} ${LARGE_MB} MB: peak memory beyond that of ${SMALL_MB} MB (MB)`
      rows.push(atMost(name, 1, { ours: growth, bare: MOST_GROWTH_MB }))
    }
    return rows
  })
}

/** Gets what was put before under the same size. */
async function transfer(
  mode: 'get' | 'put',
  { options, folder }: BenchPlace,
  sizeMb: number,
): Promise<{ peakMb: number }> {
  const file = join(folder, 'sparse')
  if (mode === 'put') {
    const handle = await open(file, 'w')
    await handle.truncate(sizeMb * MB)
    await handle.close()
  }
  const env = { ...process.env, STORAGE: JSON.stringify(options satisfies S3StorageOptions) }
  const args = ['--conditions=source', PROCESS, mode, `sparse-${sizeMb}`, file]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  await rm(file)
  return JSON.parse(stdout)
}

if (process.argv[1] === import.meta.filename) console.table(await benchMemory())
