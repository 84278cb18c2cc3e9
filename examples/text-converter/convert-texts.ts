import { join } from 'node:path'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { TextConverter } from './text-converter.ts'

// A folder tree of plain texts, one folder for each publisher: node convert-texts.ts ./texts

const [root = './texts'] = process.argv.slice(2)
const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new FileRegistry({ path: join(root, '.registry/files.db') }),
  converter: new TextConverter(),
  formats: ['.txt'],
  minAgeMs: 0,
})
try {
  const { completed, failed } = await processor.runBatchJob()
  console.log(`${completed} completed, ${failed} failed`)
} finally {
  await processor.close()
}
