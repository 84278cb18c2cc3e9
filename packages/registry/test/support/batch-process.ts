import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BatchProcessor, type Converter, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { PACKAGE } from './small-package.ts'

// A batch over real files, whose conversions only take time: batch-process.ts FOLDER FILES CONVERT_MS. It goes on until
// it is done or told to stop, and tells how it fared.

const [folder = '', files = '0', convertMs = '0'] = process.argv.slice(2)
const root = join(folder, 'in')
await mkdir(join(root, 'Batch'), { recursive: true })
for (let i = 0; i < Number(files); i++) await writeFile(join(root, 'Batch', `${i}.epub`), `book ${i}`)
const converter: Converter = {
  id: 'nothing@1',
  produces: 'rittdoc',
  convert: async ({ output }) => {
    await sleep(Number(convertMs))
    await writeFile(output, PACKAGE)
    return {}
  },
}
const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new FileRegistry({ path: join(folder, 'registry.db') }),
  converter,
  maxConcurrentJobs: 4,
  minAgeMs: 0,
  tempDir: folder,
})
const errors: string[] = []
processor.events.on('registryFailed', ({ error }) => errors.push(String(error)))
const endFirst = processor.events.on('attemptFinished', () => {
  endFirst()
  process.send?.('ready')
})
process.once('message', () => void processor.stop())
try {
  const { completed, failed } = await processor.runBatchJob()
  process.send?.({ settled: completed, failed, errors })
} catch (error) {
  process.send?.({ settled: 0, failed: 0, errors: [...errors, String(error)] })
}
await processor.close()
process.disconnect()
