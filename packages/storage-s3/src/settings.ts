import { S3Client } from '@aws-sdk/client-s3'
import { ConfigError } from '@rittdoc-batch/core'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import toFastProperties from 'to-fast-properties'
import type { S3StorageOptions } from './options.ts'
import { SigningHash } from './signing-hash.ts'

/** Connections of one storage at the same time: eight books, each with four parts under way. */
const SOCKETS = 32
const CONNECT_MS = 10_000
/** The SDK would write warnings to the console about what is told as an error anyway. */
const SILENT = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const MAX_TIMER_MS = 2 ** 31 - 1

/** Options with every default filled in. */
export interface Settings {
  readonly bucket: string
  readonly id: string
  readonly probePrefix: string
  readonly callTimeoutMs: number
  readonly idleTimeoutMs: number
  /** What every upload asks for. */
  readonly encryption: { readonly ServerSideEncryption?: 'AES256' | 'aws:kms'; readonly SSEKMSKeyId?: string }
  /** Whether uploads must be protected by an MD5, because the SDK adds no checksum. */
  readonly needsMd5: boolean
}

/** Checks the options and fills in defaults. @throws ConfigError with everything that is wrong */
export function toSettings(options: S3StorageOptions): Settings {
  const problems = problemsOf(options)
  if (problems.length > 0) throw new ConfigError(`Could not set up the S3 storage: ${problems.join('; ')}`, problems)
  const { bucket, endpoint, probePrefix = '', callTimeoutMs = 60_000, idleTimeoutMs = 60_000 } = options
  const { serverSideEncryption, kmsKeyId } = options
  const address = endpoint === undefined ? undefined : new URL(endpoint)
  return {
    ...{ bucket, probePrefix, callTimeoutMs, idleTimeoutMs },
    id: address === undefined ? `s3://${bucket}` : `s3+${address.protocol}//${address.host}/${bucket}`,
    needsMd5: checksumsOf(options) === 'when_required',
    encryption: {
      ...(serverSideEncryption === undefined ? {} : { ServerSideEncryption: serverSideEncryption }),
      ...(kmsKeyId === undefined ? {} : { SSEKMSKeyId: kmsKeyId }),
    },
  }
}

/** Makes the client that the options ask for. It connects when it is used. */
export function makeClient(options: S3StorageOptions): S3Client {
  const { region = 'us-east-1', endpoint, forcePathStyle = endpoint !== undefined, credentials } = options
  const checksums = checksumsOf(options) === 'when_required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED'
  const { accessKeyId, secretAccessKey, sessionToken } = credentials ?? {}
  const client = new S3Client({
    ...{ region, forcePathStyle, maxAttempts: 3, logger: SILENT, sha256: SigningHash },
    ...{ requestChecksumCalculation: checksums, responseChecksumValidation: checksums },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } }),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_MS,
      // No socketTimeout: every call has a deadline of ours, and a long one may be silent for longer than others.
      httpAgent: { maxSockets: SOCKETS, keepAlive: true },
      httpsAgent: { maxSockets: SOCKETS, keepAlive: true },
    }),
  })
  client.middlewareStack.remove('loggerMiddleware') // it would copy what goes in and out of every call, for nobody
  // The SDK copies its settings five times a request, which is a tenth of the main thread's time as V8 keeps them at first.
  toFastProperties(client.config)
  return client
}

function checksumsOf({ checksums, endpoint }: S3StorageOptions): 'when_required' | 'when_supported' {
  return checksums ?? (endpoint === undefined ? 'when_supported' : 'when_required')
}

function problemsOf(options: S3StorageOptions): string[] {
  const { bucket, endpoint, credentials, serverSideEncryption, kmsKeyId, callTimeoutMs, idleTimeoutMs } = options
  const isTime = (ms: number | undefined) => ms === undefined || (ms >= 1 && ms <= MAX_TIMER_MS)
  return [
    !/^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i.test(bucket) &&
      `Expected bucket to be the name of a bucket, got "${bucket}"`,
    endpoint !== undefined &&
      !isEndpoint(endpoint) &&
      `Expected endpoint to be an http or https URL, got "${endpoint}"`,
    credentials !== undefined &&
      (credentials.accessKeyId === '' || credentials.secretAccessKey === '') &&
      'Expected credentials to have accessKeyId and secretAccessKey',
    kmsKeyId !== undefined && serverSideEncryption !== 'aws:kms' && 'kmsKeyId needs serverSideEncryption "aws:kms"',
    !isTime(callTimeoutMs) && `Expected callTimeoutMs to be from 1 to ${MAX_TIMER_MS}, got ${callTimeoutMs}`,
    !isTime(idleTimeoutMs) && `Expected idleTimeoutMs to be from 1 to ${MAX_TIMER_MS}, got ${idleTimeoutMs}`,
  ].filter((problem) => problem !== false)
}

function isEndpoint(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).username === ''
}
