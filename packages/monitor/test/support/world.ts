import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import {
  BatchProcessor,
  type BatchProcessorOptions,
  ConvertError,
  type Converter,
  type ConvertJob,
  LocalStorage,
} from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { onTestFinished } from 'vitest'
import { ZipFile } from 'yazl'
import { Monitor, type MonitorOptions } from '../../src/index.ts'

/** What the monitors of tests want to be shown. */
export const TOKEN = 'open sesame, said the test'

/** A folder with books, a processor on it, and a converter that does what the books say. */
export interface World {
  readonly folder: string
  readonly processor: BatchProcessor
  readonly registry: FileRegistry
  readonly storage: LocalStorage
  /** Books that say `hold` are half converted until this is called. */
  readonly letGo: () => void
  put(key: string, content: string): Promise<void>
  /** A monitor on a free port, stopped with the test. */
  monitor(options?: Partial<MonitorOptions>): Promise<{ readonly monitor: Monitor; readonly url: string }>
}

/** Makes a world that ends with the test. */
export async function makeWorld(options: Partial<BatchProcessorOptions> = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'monitor-test-'))
  const root = join(folder, 'books')
  await mkdir(root)
  const registry = new FileRegistry({ path: join(folder, 'registry.db') })
  const storage = new LocalStorage({ root, fsync: false })
  const held = Promise.withResolvers<void>()
  const converter = obedientConverter(held.promise)
  const given = { minAgeMs: 0, retryDelayMs: 0, maxRetries: 0, tempDir: folder, ...options }
  const processor = new BatchProcessor({ storage, registry, converter, ...given })
  await processor.open()
  onTestFinished(async () => {
    held.resolve()
    await processor.close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    ...{ folder, processor, registry, storage, letGo: held.resolve },
    async put(key, content) {
      await mkdir(dirname(join(root, key)), { recursive: true })
      await writeFile(join(root, key), content)
    },
    async monitor(more = {}) {
      const storages = [{ storage }]
      const monitor = new Monitor({ processor, registry, storages, port: 0, token: TOKEN, ...more })
      onTestFinished(() => monitor.stop())
      await monitor.start()
      return { monitor, url: monitor.url ?? '' }
    },
  }
}

/** `bad`: fails for good. `hold`: half converted until it is let go. Anything else: converted. */
function obedientConverter(held: Promise<void>): Converter {
  return {
    id: 'obedient@1',
    produces: 'rittdoc',
    async convert(job: ConvertJob) {
      const content = await readFile(job.input, 'utf8')
      if (content === 'bad') {
        const stderrTail = 'reading chapter 3\nfatal: chapter 3 has <no> end'
        throw new ConvertError('input', 'Chapter 3 is damaged', { reason: 'corrupt', exitCode: 1, stderrTail })
      }
      if (content === 'hold') {
        job.progress(0.5, 'chapter 5 of 10')
        await held
      }
      await writePackage(job.output)
      return {}
    },
  }
}

/** The smallest package that passes the engine's checks. */
async function writePackage(path: string): Promise<void> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('<?xml version="1.0"?><book><title>A</title></book>'), 'Book.XML')
  zip.end()
  await finished(zip.outputStream.pipe(createWriteStream(path)))
}
