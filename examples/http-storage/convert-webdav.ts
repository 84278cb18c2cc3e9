import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { WebDavStorage } from './webdav-storage.ts'

// Converts the books of a folder on a WebDAV server, once: <url>/<publisher>/book.epub becomes
// <url>/<publisher>/Output XML/book.zip.

const {
  WEBDAV_URL: url = 'http://localhost/books/',
  WEBDAV_USERNAME: username,
  WEBDAV_PASSWORD: password,
} = process.env
const { REGISTRY_PATH: path = 'data/files.db', MIN_AGE_MS: minAgeMs = '60000' } = process.env

const processor = new BatchProcessor({
  storage: new WebDavStorage({ url, username, password }),
  registry: new FileRegistry({ path }),
  converter: new DocbookConverter(),
  minAgeMs: Number(minAgeMs),
})
try {
  const { completed, failed, results } = await processor.runBatchJob()
  for (const { key, status, outputPath, message } of results) console.log(key, status, outputPath ?? message)
  console.log(`${completed} completed, ${failed} failed`)
} finally {
  await processor.close()
}
