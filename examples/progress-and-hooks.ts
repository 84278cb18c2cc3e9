import { stat } from 'node:fs/promises'
import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

// Events tell what happens; hooks take part: a hook that rejects fails the attempt.

const [root = './books'] = process.argv.slice(2)

const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new FileRegistry({ path: `${root}/.registry/files.db` }),
  converter: new DocbookConverter(),
  minAgeMs: 0,
  hooks: {
    async beforePublish({ file, output, result }) {
      const { size } = await stat(output)
      if (size > 500_000_000) throw new Error(`the package of ${file.filename} is too large for our loader`)
      console.log(`${file.filename}: ${size} bytes, ${result.warnings?.length ?? 0} warnings`)
    },
  },
})

processor.events.on('phaseStarted', ({ file, phase }) => console.log(`${file.filename}: ${phase}`))
processor.events.on('attemptFinished', ({ result }) =>
  console.log(`${result.filename}: ${result.status} after ${result.durationMs} ms`),
)

try {
  await processor.runBatchJob()
} finally {
  await processor.close()
}
