import { BatchProcessor, CommandConverter, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

// Any program as a converter. Here `cp` puts the book itself where the package is expected, so the book must be a zip:
// an ePub is one.

const [root = './books'] = process.argv.slice(2)

const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new FileRegistry({ path: `${root}/.registry/files.db` }),
  converter: new CommandConverter({ command: { '.epub': ['cp', '{input}', '{output}'] }, produces: 'zip' }),
  timeoutMs: 60_000,
  minAgeMs: 0,
})

try {
  const report = await processor.runBatchJob()
  console.log(`${report.completed} completed, ${report.failed} failed, passed over:`, report.scan?.passedOver)
} finally {
  await processor.close()
}
