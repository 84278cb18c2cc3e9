import type { S3Client } from '@aws-sdk/client-s3'

/** Keys to sign requests with. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary keys. */
  readonly sessionToken?: string | undefined
}

/** Options of {@link S3Storage}. */
export interface S3StorageOptions {
  /** Name of the bucket. */
  readonly bucket: string
  /** Region of the bucket. @default 'us-east-1' */
  readonly region?: string | undefined
  /** @default the usual places of the AWS SDK: environment, shared files, instance role */
  readonly credentials?: S3Credentials | undefined
  /** URL of a service that is not AWS, for example `https://minio.example.org`. @default AWS */
  readonly endpoint?: string | undefined
  /** Address buckets by path instead of by host name. @default true with an endpoint, else false */
  readonly forcePathStyle?: boolean | undefined
  /**
   * When requests carry the SDK's checksums. Many services that are not AWS refuse them.
   * @default 'when_required' with an endpoint, else 'when_supported'
   */
  readonly checksums?: 'when_required' | 'when_supported' | undefined
  /** Encryption that is asked for at every upload. @default what the bucket is set to */
  readonly serverSideEncryption?: 'AES256' | 'aws:kms' | undefined
  /** Key for `aws:kms`. @default the key of the account */
  readonly kmsKeyId?: string | undefined
  /** Prefix that `open` tries to list, for keys that may not list the whole bucket. @default '' */
  readonly probePrefix?: string | undefined
  /** How long a small call may take, in milliseconds. @default 60_000 */
  readonly callTimeoutMs?: number | undefined
  /** How long a transfer may stand still, in milliseconds. @default 60_000 */
  readonly idleTimeoutMs?: number | undefined
  /**
   * A ready client instead of region, credentials and addressing; `close` leaves it open. Where it has an endpoint of its
   * own, give that as `endpoint` too, because the storage's id names it, and make it with `requestChecksumCalculation:
   * 'WHEN_REQUIRED'` unless the service is known to take the checksums of the SDK.
   */
  readonly client?: S3Client | undefined
}
