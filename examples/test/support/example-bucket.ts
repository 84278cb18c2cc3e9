import { randomUUID } from 'node:crypto'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { sharedRgw } from '@rittdoc-batch/test-services'
import { onTestFinished } from 'vitest'

/** A new bucket, and how an example is told of it. */
export interface ExampleBucket {
  readonly storage: S3Storage
  readonly env: Readonly<Record<string, string>>
  /** Every key in it. */
  keys(): Promise<string[]>
}

/** Makes a bucket of a test's own on the service of the test run. */
export async function exampleBucket(): Promise<ExampleBucket> {
  const { endpoint, accessKeyId, secretAccessKey } = await sharedRgw()
  const credentials = { accessKeyId, secretAccessKey }
  const bucket = `example-${randomUUID()}`
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  client.destroy()
  const storage = new S3Storage({ bucket, endpoint, credentials })
  onTestFinished(() => storage.close())
  return {
    storage,
    env: {
      S3_BUCKET: bucket,
      S3_ENDPOINT: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
    keys: async () => (await Array.fromAsync(storage.list('', { recursive: true }))).map(({ key }) => key),
  }
}
