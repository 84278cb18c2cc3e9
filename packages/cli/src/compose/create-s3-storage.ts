import { normalisePrefix, type Storage } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'

/** The storage of the section `s3`. Without keys in it the usual places of the AWS SDK are searched. */
export async function createS3Storage({ s3, processing }: ConfigFile): Promise<Storage> {
  const { S3Storage } = await import('@rittdoc-batch/storage-s3') // the AWS SDK, for those who use it
  const { bucket_name = '', region, access_key_id, secret_access_key, endpoint_url, checksums } = s3
  const hasKeys = access_key_id !== undefined && secret_access_key !== undefined
  const silenceMs = processing.storage_timeout_seconds * 1_000
  return new S3Storage({
    ...{ bucket: bucket_name, region, checksums, callTimeoutMs: silenceMs, idleTimeoutMs: silenceMs },
    endpoint: endpoint_url,
    credentials: hasKeys ? { accessKeyId: access_key_id, secretAccessKey: secret_access_key } : undefined,
    probePrefix: normalisePrefix(s3.input_prefix), // keys may be good for that part of the bucket alone
  })
}
