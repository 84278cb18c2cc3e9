import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { missingService, type S3Service, sharedRgw, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll } from 'vitest'
import type { S3StorageOptions } from '../../src/options.ts'

const why = await whyNoSharedRgw()

/** Why the tests of this file are skipped; undefined when they run. */
export const skipped: string | undefined = why === undefined ? undefined : missingService('Ceph RGW', why)

/** A bucket of a test file's own, with a plain client to look past the storage. */
export interface TestBucket {
  readonly rgw: S3Service
  readonly bucket: string
  readonly client: S3Client
  readonly options: S3StorageOptions
}

/** Makes the bucket before the tests of the file. The service ends with the run, and with it all that is in it. */
export function useBucket(): TestBucket {
  const bucket = `books-${process.pid}-${Date.now()}`
  const started: { rgw?: S3Service; client?: S3Client } = {}
  beforeAll(async () => {
    if (skipped !== undefined) return
    started.rgw = await sharedRgw()
    const { endpoint, accessKeyId, secretAccessKey } = started.rgw
    const credentials = { accessKeyId, secretAccessKey }
    started.client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
    await started.client.send(new CreateBucketCommand({ Bucket: bucket }))
  }, 180_000)
  afterAll(() => started.client?.destroy())
  const use = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('Expected the service to have been started')
    return value
  }
  return {
    bucket,
    get rgw() {
      return use(started.rgw)
    },
    get client() {
      return use(started.client)
    },
    get options() {
      const { endpoint, accessKeyId, secretAccessKey } = use(started.rgw)
      return { bucket, endpoint, credentials: { accessKeyId, secretAccessKey } }
    },
  }
}
