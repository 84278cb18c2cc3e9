import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
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
import { writePackage } from './stub-zip.ts'
import { tempDir } from './temp-dir.ts'

/** A folder tree with books, a registry beside it, and a converter that does what its books say. */
export interface World {
  readonly folder: string
  readonly root: string
  readonly registryPath: string
  /** Every conversion that was begun, by key. */
  readonly conversions: string[]
  put(key: string, content?: string): Promise<void>
  /** Everything in the tree, by key. */
  tree(): Promise<string[]>
  read(key: string): Promise<string>
  processor(options?: Partial<BatchProcessorOptions>): BatchProcessor
  registry(): Promise<FileRegistry>
}

/**
 * Makes a world. What a book holds decides what the converter does with it: `bad` fails for good, `flaky N` fails N times
 * and then works, `broken` leaves no zip, `malformed` a whole one with a book that is not well-formed, `slow` waits until it is
 * told to stop, anything else converts.
 */
export async function makeWorld(): Promise<World> {
  const folder = await tempDir()
  const root = join(folder, 'books')
  const registryPath = join(folder, 'registry.db')
  await mkdir(root)
  const conversions: string[] = []
  return {
    folder,
    root,
    registryPath,
    conversions,
    async put(key, content = `content of ${key}`) {
      await mkdir(dirname(join(root, key)), { recursive: true })
      await writeFile(join(root, key), content)
    },
    tree: () => treeOf(root),
    read: (key) => readFile(join(root, key), 'utf8'),
    processor(options = {}) {
      const processor = new BatchProcessor({
        storage: new LocalStorage({ root, fsync: false }),
        registry: new FileRegistry({ path: registryPath }),
        converter: obedientConverter(conversions),
        minAgeMs: 0,
        retryDelayMs: 0,
        tempDir: folder,
        ...options,
      })
      onTestFinished(() => processor.close())
      return processor
    },
    async registry() {
      const registry = new FileRegistry({ path: registryPath })
      await registry.open()
      onTestFinished(() => registry.close())
      return registry
    },
  }
}

async function treeOf(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

function obedientConverter(conversions: string[]): Converter {
  return {
    id: 'obedient@1',
    produces: 'rittdoc',
    async convert(job: ConvertJob) {
      conversions.push(job.file.key)
      const content = await readFile(job.input, 'utf8')
      if (content === 'bad') throw new ConvertError('input', 'The book says that it is bad', { reason: 'corrupt' })
      if (content === 'broken') await writeFile(job.output, '<html>503</html>')
      else if (content === 'malformed')
        await writePackage(job.output, '--') // a comment may not hold that
      else if (content === 'slow') await untilAborted(job.signal)
      else if (content.startsWith('flaky') && job.attempt <= Number(content.slice(6)))
        throw new ConvertError('transient', 'not today')
      else await writePackage(job.output, content)
      return { warnings: [{ code: 'missing_isbn', message: 'no isbn' }] }
    },
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}
