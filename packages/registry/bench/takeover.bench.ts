import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { atLeast, atMost, type BenchRow, median, rate } from '@rittdoc-batch/bench'
import type { SeenFile } from '@rittdoc-batch/core'
import { mixedRows, writePythonDatabase } from '../test/support/python-database.ts'
import { BATCH, open } from './fill-registry.ts'

const PROCESS = fileURLToPath(new URL('./takeover-process.ts', import.meta.url))
const FEW = 10_000
const MANY = 1_000_000
const ADOPTED = 100_000
const ROUNDS = 3
const MOST_SECONDS = 60
const MOST_GROWTH_MB = 100

/** Takes over a large database of the Python system: time, and how much more memory it needs than a small one. */
export async function benchTakeover(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'takeover-bench-'))
  try {
    const few = await takeOver(join(folder, 'few.db'), FEW)
    const many = await takeOver(join(folder, 'many.db'), MANY)
    return [
      atMost('takeover of 1,000,000 rows of the Python system (s)', 1, { ours: many.seconds, bare: MOST_SECONDS }),
      atMost('its peak memory beyond that of 10,000 rows (MB)', 1, {
        ours: many.peakMb - few.peakMb,
        bare: MOST_GROWTH_MB,
      }),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The first scan after a takeover, which tells every row its storage, version and output key, beside one of new files. */
export async function benchAdoption(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'adoption-bench-'))
  const files = seenByPublisher(ADOPTED)
  const [adopting, recording]: [number[], number[]] = [[], []]
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const path = join(folder, `adopt-${round}.db`)
      writePythonDatabase(path, mixedRows(ADOPTED))
      adopting.push(await scan(path, files))
      recording.push(await scan(join(folder, `new-${round}.db`), files))
    }
    return [
      atLeast('adopting rows against recording new ones, files a second', 0.5, {
        ours: median(adopting),
        bare: median(recording),
      }),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The files of {@link mixedRows}, publisher by publisher and in order of their keys, as a scan lists them. */
function seenByPublisher(count: number): SeenFile[] {
  const files = [...mixedRows(count)].map(({ publisher, filename, s3_key: key }) => ({
    storage: 's3://bucket',
    key,
    publisher,
    filename,
    format: '.pdf',
    sizeBytes: 10,
    modifiedAt: new Date(0),
    version: 'v1',
    outputStorage: 's3://bucket',
    outputFolder: `sftp/${publisher}/Output XML/`,
  }))
  return files.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** @returns files a second, without the opening */
async function scan(path: string, files: readonly SeenFile[]): Promise<number> {
  const registry = await open(path)
  try {
    return await rate(files.length, async () => {
      for (let i = 0; i < files.length; i += BATCH) await registry.record(files.slice(i, i + BATCH))
    })
  } finally {
    await registry.close()
  }
}

async function takeOver(path: string, rows: number): Promise<{ seconds: number; peakMb: number }> {
  const run = (...args: string[]) => promisify(execFile)(process.execPath, ['--conditions=source', PROCESS, ...args])
  await run('write', path, String(rows))
  return JSON.parse((await run('open', path)).stdout) as { seconds: number; peakMb: number }
}
