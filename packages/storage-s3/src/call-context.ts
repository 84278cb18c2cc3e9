import type { S3Client } from '@aws-sdk/client-s3'
import type { Settings } from './settings.ts'

/** What every request is made with. */
export interface CallContext {
  readonly client: S3Client
  readonly settings: Settings
  readonly signal: AbortSignal | undefined
}
