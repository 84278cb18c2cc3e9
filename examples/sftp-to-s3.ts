import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor, type Layout } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { SftpStorage } from '@rittdoc-batch/storage-sftp'

// Books in on SFTP, packages out on S3: /<prefix>/<publisher>/book.epub becomes s3://<bucket>/packages/<publisher>/book.zip.
// The server's host key is pinned; ask its operator for the fingerprint. Without one, ~/.ssh/known_hosts decides.

const {
  SFTP_HOST: host = 'sftp.example.org',
  SFTP_PORT: port = '22',
  SFTP_PREFIX: inputPrefix = 'upload',
} = process.env
const { SFTP_USERNAME: username = 'books', SFTP_PASSWORD: password, SFTP_FINGERPRINT: hostKeyFingerprint } = process.env
const { S3_BUCKET: bucket = 'packages', S3_ENDPOINT: endpoint } = process.env
const { REGISTRY_PATH: path = 'data/files.db', MIN_AGE_SECONDS: minAge = '60' } = process.env

// Names that are taken already get another one: two books of a publisher never share a package.
const layout: Layout = { outputFolder: ({ publisher }) => `packages/${publisher}/`, isOutputFolder: () => false }

const processor = new BatchProcessor({
  storage: new SftpStorage({ host, port: Number(port), username, password, hostKeyFingerprint }),
  output: new S3Storage({ bucket, endpoint }),
  layout,
  registry: new FileRegistry({ path }),
  converter: new DocbookConverter(),
  inputPrefix,
  minAgeMs: Number(minAge) * 1_000, // a younger file may still be uploading
})

try {
  const { completed, failed, results, outage } = await processor.runBatchJob()
  for (const { key, status, outputPath, message } of results) console.log(`${key}: ${status} ${outputPath ?? message}`)
  console.log(`${completed} completed, ${failed} failed`)
  if (failed > 0 || outage) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error) // a host key other than the pinned one, for example
  process.exitCode = 1
} finally {
  await processor.close()
}
