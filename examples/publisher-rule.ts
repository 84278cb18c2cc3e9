import { join } from 'node:path'
import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

// What one publisher does its own way is a rule of its own: a module that changes the book between reading and writing.

const [root = './books'] = process.argv.slice(2)

const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new FileRegistry({ path: `${root}/.registry/files.db` }),
  converter: new DocbookConverter({ rules: { Acme: join(import.meta.dirname, 'acme-rule.ts') } }),
  minAgeMs: 0,
})

try {
  const { results } = await processor.runBatchJob()
  for (const { key, status, message } of results) console.log(key, status, message ?? '')
} finally {
  await processor.close()
}
