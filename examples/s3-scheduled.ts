import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor, JobScheduler, type RunReport } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { S3Storage } from '@rittdoc-batch/storage-s3'

// A service that works through a bucket on a schedule: <prefix>/<publisher>/book.epub becomes
// <prefix>/<publisher>/Output XML/book.zip. It ends on SIGTERM or SIGINT: running books may finish, a second signal ends
// them, and what is not finished is due again. Keys to sign with come from where the AWS SDK looks for them.

const { S3_BUCKET: bucket = 'books', S3_ENDPOINT: endpoint, S3_PREFIX: inputPrefix = 'sftp' } = process.env
const { REGISTRY_PATH: path = 'data/files.db', INTERVAL_SECONDS: interval = '3600' } = process.env

const processor = new BatchProcessor({
  storage: new S3Storage({ bucket, endpoint }),
  registry: new FileRegistry({ path }),
  converter: new DocbookConverter(),
  inputPrefix,
})
processor.events.on('attemptStarted', ({ file }) => console.log(`${file.key}: taken`))
processor.events.on('attemptFinished', ({ result }) =>
  console.log(`${result.key}: ${result.status} ${result.outputPath ?? result.message}`),
)

const scheduler = new JobScheduler({
  job: async (signal) => tell(await processor.runBatchJob({ signal })),
  intervalMs: Number(interval) * 1_000,
  runOnStartup: true,
  runTimeoutMs: 6 * 60 * 60_000,
  onSkipped: (runningForMs) => console.warn(`skipped: a run has been going on for ${Math.round(runningForMs)} ms`),
  onFailed: (error) => console.error(`failed: ${error.message}`), // the registry or the storage; the next run tries again
})

/** What came of a run. A publisher that could not be listed is an error of that publisher only. */
function tell({ completed, failed, retried, scan, outage, stopped }: RunReport): void {
  const end = stopped ? ', stopped' : ''
  console.log(`run: ${completed} completed, ${failed} failed, ${retried} to be tried again, ${scan?.seen} seen${end}`)
  for (const { publisher = bucket, message } of scan?.errors ?? []) console.error(`${publisher}: ${message}`)
  if (outage) console.error(`out of order: ${outage.message}`)
}

let signals = 0
for (const name of ['SIGTERM', 'SIGINT'] as const)
  process.on(name, () => void (signals++ === 0 ? scheduler.stop() : processor.stop({ graceMs: 0 })))

try {
  await scheduler.start()
} finally {
  await processor.close()
}
console.log('ended')
