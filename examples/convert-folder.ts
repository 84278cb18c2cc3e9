import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

// Converts every book of a folder tree: <root>/<publisher>/book.epub becomes <root>/<publisher>/Output XML/book.zip.
// Run it again: nothing is converted twice.

const [root = './books'] = process.argv.slice(2)

const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new FileRegistry({ path: `${root}/.registry/files.db` }),
  converter: new DocbookConverter(),
  minAgeMs: 0, // these folders hold finished files only
})

try {
  const report = await processor.runBatchJob()
  for (const { filename, status, outputPath, message } of report.results)
    console.log(filename, status, outputPath ?? message)
  console.log(`${report.completed} completed, ${report.failed} failed, ${report.scan?.unchanged ?? 0} up to date`)
} finally {
  await processor.close()
}
