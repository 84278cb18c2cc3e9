import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3StorageOptions } from '@rittdoc-batch/storage-s3'
import { missingService, type S3Service, startRgw, whyNoRgw } from '@rittdoc-batch/test-services'

/** The bucket of every bench. */
export const BENCH_BUCKET = 'books'

/** A gateway of a bench's own with an empty bucket, and a folder for local files. */
export interface BenchPlace {
  readonly service: S3Service
  readonly bucket: string
  readonly options: S3StorageOptions
  /** Past the storage. */
  readonly client: S3Client
  readonly folder: string
}

/** Runs a bench on a gateway that ends with it. @returns no rows where there can be no gateway */
export async function withRgw<T>(bench: (place: BenchPlace) => Promise<readonly T[]>): Promise<T[]> {
  const why = await whyNoRgw()
  if (why !== undefined) {
    missingService('Ceph RGW', why)
    return []
  }
  const folder = await mkdtemp(join(tmpdir(), 's3-bench-'))
  const rgw = await startRgw()
  const { endpoint, accessKeyId, secretAccessKey } = rgw
  const connection = { endpoint, credentials: { accessKeyId, secretAccessKey } }
  const client = new S3Client({ ...connection, region: 'us-east-1', forcePathStyle: true })
  try {
    await client.send(new CreateBucketCommand({ Bucket: BENCH_BUCKET }))
    const options = { bucket: BENCH_BUCKET, ...connection }
    return [...(await bench({ service: rgw, bucket: BENCH_BUCKET, options, client, folder }))]
  } finally {
    client.destroy()
    await rgw.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
