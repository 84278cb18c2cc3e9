import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import {
  BatchProcessor,
  besideInput,
  currentOwner,
  type FileRecord,
  JobScheduler,
  LocalStorage,
  type SeenFile,
  type Storage,
} from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { loadConfig } from 'rittdoc-batch'

// Every call of the documented Python API, in a comment, above what does the same here. Runs over a copy of the folder
// that it is given: <root>/sftp/<publisher>/book.epub.

const [root = './books'] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'from-python-'))

// config = load_config(Path("config.yaml"))
const { config } = await loadConfig({ cwd: folder, env: process.env })
console.log('mode:', config.mode)

// registry = FileRegistry(Path("data/file_registry.db"))
const registry = new FileRegistry({ path: join(folder, 'data/file_registry.db') })
await registry.open()

// s3_client = S3Client(bucket_name="my-bucket")
// Any storage has the same calls; here a folder stands for the bucket.
const storage: Storage = new LocalStorage({ root })
await storage.open()

// processor = BatchProcessor(config, registry, s3_client)
const processor = new BatchProcessor({
  storage,
  registry,
  converter: new DocbookConverter(),
  inputPrefix: 'sftp',
  minAgeMs: 0,
})

try {
  await useStorage()
  await useRegistry()
  await useProcessor()
  await useScheduler()
} finally {
  await processor.close() // and with it registry, storage and converter
  await rm(folder, { recursive: true })
}

async function useStorage(): Promise<void> {
  // publishers = s3.list_publisher_folders(prefix="sftp")
  const publishers: string[] = []
  for await (const entry of storage.list('sftp/')) if (entry.kind === 'prefix') publishers.push(entry.key)
  console.log('publishers:', publishers.join(' '))

  // files = s3.list_files_in_folder("PublisherA", prefix="sftp")
  for await (const entry of storage.list(publishers[0] ?? 'sftp/', { recursive: true })) {
    if (entry.kind !== 'object') continue
    console.log('file:', entry.key, entry.sizeBytes)

    // s3.download_file("sftp/PublisherA/book.pdf", Path("book.pdf"))
    await storage.download(entry, join(folder, 'book'))
  }

  // s3.upload_file(Path("output.zip"), "sftp/PublisherA/Output XML/output.zip")
  await copyFile(join(folder, 'book'), join(folder, 'output.zip'))
  await storage.upload(join(folder, 'output.zip'), 'sftp/Uploads/Output XML/output.zip')

  // s3.upload_output(Path("output.zip"), "PublisherA", "book.pdf")
  // The processor does that; the rule for the place is a layout, and the name is reserved in the registry.
  const { outputFolder } = besideInput({ inputPrefix: 'sftp' })
  console.log('packages of A go to', outputFolder({ publisher: 'A', key: 'sftp/A/book.pdf' }))
}

async function useRegistry(): Promise<void> {
  // registry.add_file("PublisherA", "book.pdf", "s3://key", 1024, ".pdf")
  const file: SeenFile = {
    storage: 's3://my-bucket',
    key: 'sftp/PublisherA/book.pdf',
    publisher: 'PublisherA',
    filename: 'book.pdf',
    format: '.pdf',
    sizeBytes: 1024,
    modifiedAt: new Date(),
    version: 'etag-1',
    outputStorage: 's3://my-bucket',
    outputFolder: 'sftp/PublisherA/Output XML/',
  }
  const { added } = await registry.record([file]) // as many at once as you like
  console.log('added:', added)

  // pending = registry.get_pending_files(limit=10)
  const pending: FileRecord[] = []
  for await (const record of registry.query({ status: 'pending', limit: 10 })) pending.push(record)

  // registry.update_status("s3://key", FileStatus.COMPLETED)
  // Whoever works on a file claims it first, so that nobody else does; settling writes the row and the attempt at once.
  const owner = currentOwner().id
  const claims = await registry.claim({ owner, limit: 1, storage: file.storage, converter: 'mine@1', maxRetries: 3 })
  for (const claim of claims) {
    const facts = { phase: 'settle' as const, durationMs: 1_000 }
    await registry.settle(claim, { status: 'completed', outputPath: claim.file.outputKey, facts })
  }

  // failed = registry.get_failed_files(max_retries=3)
  // Retries are due by themselves; what is failed here has failed for good. This is --reset-failed:
  const reset = await registry.change({ status: 'failed' }, 'pending')
  console.log('pending:', pending.length, 'reset:', reset)

  // stats = registry.get_statistics()
  console.log('completed:', (await registry.statistics()).total.completed)
}

async function useProcessor(): Promise<void> {
  // processor.discover_files()
  const scan = await processor.discoverFiles()
  console.log('discovered:', scan?.added)

  // processor.process_file(file_record)
  for await (const record of registry.query({ storage: storage.id, status: 'pending', limit: 1 })) {
    const { results } = await processor.processFile(record)
    for (const { filename, status } of results) console.log('processed:', filename, status)
  }

  // results = processor.process_pending_files(max_files=10)
  const { completed } = await processor.processPendingFiles({ maxFiles: 10 })
  console.log('then completed:', completed)

  // processor.run_batch_job()
  const report = await processor.runBatchJob()
  console.log('run:', report.completed, 'completed,', report.failed, 'failed')

  // processor.add_local_files([Path("test.pdf")])
  // On a processor whose storage is the local file system, as the command line has it: processor.addLocalFiles(
  //   ['test.pdf'], { publisher: 'LocalFiles' }), or convertFiles, which converts them as well.
}

async function useScheduler(): Promise<void> {
  // scheduler = JobScheduler(job_func=my_job, interval_minutes=60, run_on_startup=True)
  const scheduler = new JobScheduler({
    job: async (signal) => {
      await processor.runBatchJob({ signal })
      void scheduler.stop() // an example has to end
    },
    intervalMs: 60 * 60_000,
    runOnStartup: true,
  })

  // scheduler.start()  # Blocks until stopped
  await scheduler.start()
}
