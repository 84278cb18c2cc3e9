import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { PostgresRegistry, PostgresScheduler } from '@rittdoc-batch/registry'

// Several machines on one database. Start it as often as you like, with ROLE=work (converts) or ROLE=scan (looks for new
// books; of several that do, one looks at each tick). They end on SIGTERM or SIGINT: running books may finish. The folder
// stands for a storage that every machine reaches, such as a bucket.

const {
  ROLE: role = 'work',
  DATABASE_URL: url = 'postgres://rittdoc@localhost/books',
  BOOKS: root = 'books',
} = process.env

const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new PostgresRegistry({ url, maxConnections: 4 }),
  converter: new DocbookConverter(),
  minAgeMs: 0,
})
processor.events.on('attemptFinished', ({ result }) => console.log(`${result.key}: ${result.status}`))
processor.events.on('scanFinished', ({ report }) => console.log(`scan: ${report.added} new`))
processor.events.on('registryFailed', ({ error }) => console.warn(`trying again: ${error.message}`))

async function work(): Promise<void> {
  stopWith(() => processor.stop())
  const { completed, failed } = await processor.work()
  console.log(`ended: ${completed} completed, ${failed} failed`)
}

async function scan(): Promise<void> {
  const scheduler = new PostgresScheduler({
    url,
    name: `scan ${root}`,
    intervalMs: 90 * 60_000,
    runOnStartup: true,
    job: async (signal) => void (await processor.runBatchJob({ scanOnly: true, signal })),
    onFailed: (error) => console.error(`failed, the schedule goes on: ${error.message}`),
  })
  stopWith(() => scheduler.stop())
  await scheduler.start()
  console.log('ended')
}

function stopWith(stop: () => Promise<void>): void {
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => void stop())
}

try {
  await processor.open()
  console.log(`ready to ${role}`)
  await (role === 'scan' ? scan() : work())
} finally {
  await processor.close()
}
