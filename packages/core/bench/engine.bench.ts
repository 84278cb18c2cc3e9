import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchRow } from '@rittdoc-batch/bench'
import { BatchProcessor, type Converter, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { writePackage } from '../test/support/stub-zip.ts'

const FILES = 5_000
const JOBS = 4
/** The Python system's overhead for a tiny file, measured on the same kind of machine. */
const PYTHON_MS = 40

/** What the engine itself costs: 5,000 tiny files through a converter that does nothing, flushed to the disk. */
export async function benchEngine(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-bench-'))
  try {
    const root = join(folder, 'in')
    await mkdir(join(root, 'Acme'), { recursive: true })
    for (let i = 0; i < FILES; i++) await writeFile(join(root, 'Acme', `book-${i}.epub`), `book ${i}`)
    const ready = join(folder, 'ready.zip')
    await writePackage(ready)
    const converter: Converter = {
      id: 'nothing@1',
      produces: 'rittdoc',
      convert: async ({ output }) => {
        await copyFile(ready, output)
        return {}
      },
    }
    const processor = new BatchProcessor({
      storage: new LocalStorage({ root, fsync: true }),
      registry: new FileRegistry({ path: join(folder, 'registry.db') }),
      converter,
      maxConcurrentJobs: JOBS,
      minAgeMs: 0,
      tempDir: folder,
    })
    const started = performance.now()
    const report = await processor.runBatchJob()
    const perFile = (performance.now() - started) / FILES
    await processor.close()
    if (report.completed !== FILES) throw new Error(`only ${report.completed} of ${FILES} files were completed`)
    const ours = Math.round(perFile * 100) / 100
    const ratio = Math.round((ours / PYTHON_MS) * 1000) / 1000
    return [
      {
        name: `engine overhead a file, ${FILES} files, ${JOBS} jobs, fsync (ms)`,
        ours,
        bare: PYTHON_MS,
        ratio,
        target: '<= 5 ms',
        ok: ours <= 5,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) console.table(await benchEngine())
