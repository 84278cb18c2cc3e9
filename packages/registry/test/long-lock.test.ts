import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { expect, onTestFinished, test } from 'vitest'
import { FileRegistry } from '../src/index.ts'
import { plainConnection, tempDir } from './support/open-registry.ts'
import { PACKAGE } from './support/small-package.ts'

test('a lock that lasts longer than the busy timeout costs the book that is being converted no attempt', async () => {
  const folder = await tempDir()
  const path = join(folder, 'registry.db')
  await mkdir(join(folder, 'in/A'), { recursive: true })
  await writeFile(join(folder, 'in/A/a.epub'), 'a book')
  let other: ReturnType<typeof plainConnection> | undefined
  const processor = new BatchProcessor({
    storage: new LocalStorage({ root: join(folder, 'in') }),
    registry: new FileRegistry({ path, busyTimeoutMs: 20 }),
    converter: {
      id: 'nothing@1',
      produces: 'rittdoc',
      convert: async ({ output }) => {
        await writeFile(output, PACKAGE)
        other = plainConnection(path)
        other.exec('BEGIN IMMEDIATE')
        return {}
      },
    },
    minAgeMs: 0,
    tempDir: folder,
  })
  onTestFinished(() => processor.close())
  const failed: string[] = []
  processor.events.on('registryFailed', ({ error }) => {
    failed.push(error.message)
    if (failed.length === 2) other?.exec('ROLLBACK')
  })
  expect(await processor.runBatchJob()).toMatchObject({ completed: 1, failed: 0, retried: 0 })
  expect(failed).toHaveLength(2)
  expect(other?.prepare('SELECT outcome FROM attempts').pluck().all()).toEqual(['completed'])
})
