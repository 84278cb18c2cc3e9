import { type BatchErrorOptions, isBatchError, StorageError, type StorageErrorCode } from '@rittdoc-batch/core'
import { SilenceError } from './deadline.ts'

interface Meaning {
  readonly code: StorageErrorCode
  readonly reason: string
}

const meaning = (code: StorageErrorCode, reason: string): Meaning => ({ code, reason })

const sameFor = (names: readonly string[], same: Meaning) => Object.fromEntries(names.map((name) => [name, same]))

const KMS_KEY = meaning('denied', 'the encryption key cannot be used. Correct kmsKeyId, or enable the key')
const CHECKSUMS = meaning(
  'unsupported',
  'the service does not take this kind of request. If it does not know the checksums of the AWS SDK, set checksums to when_required',
)

/** Names that services give to their errors. */
const BY_NAME: Readonly<Record<string, Meaning>> = {
  NoSuchBucket: meaning('not_found', 'there is no such bucket. Correct bucket_name, or make the bucket'),
  NoSuchKey: meaning('not_found', 'there is no such object'),
  NotFound: meaning('not_found', 'there is no such object'),
  PreconditionFailed: meaning('changed', 'the object has changed since it was listed'),
  AccessDenied: meaning(
    'denied',
    'these keys have no right to do this. Allow it in the policy of the user or the bucket',
  ),
  AllAccessDisabled: meaning('denied', 'the bucket is closed to everybody'),
  InvalidAccessKeyId: meaning('denied', 'the service does not know this access key. Correct access_key_id'),
  SignatureDoesNotMatch: meaning('denied', 'the secret does not belong to the access key. Correct secret_access_key'),
  ExpiredToken: meaning('denied', 'the keys have expired. Get new ones'),
  ExpiredTokenException: meaning('denied', 'the keys have expired. Get new ones'),
  TokenRefreshRequired: meaning('denied', 'the keys have expired. Get new ones'),
  RequestTimeTooSkewed: meaning('denied', 'the clock of this machine is wrong. Set it'),
  CredentialsProviderError: meaning(
    'denied',
    'no keys were found. Set access_key_id and secret_access_key, the environment, a shared file, or an instance role',
  ),
  InvalidRange: meaning('changed', 'the object has changed since it was listed'),
  ...sameFor(['KMS.NotFoundException', 'KMS.DisabledException', 'KMS.KMSInvalidStateException'], KMS_KEY),
  MissingContentLength: CHECKSUMS,
  NotImplemented: CHECKSUMS,
  InvalidObjectState: meaning('unsupported', 'the object is archived. Restore it first'),
  SlowDown: meaning('throttled', 'the service asks to slow down'),
  TooManyRequests: meaning('throttled', 'the service asks to slow down'),
  ThrottlingException: meaning('throttled', 'the service asks to slow down'),
  QuotaExceeded: meaning('full', 'the quota is used up'),
  EntityTooLarge: meaning('unsupported', 'the service does not take objects of this size'),
  BadDigest: meaning('corrupt', 'the bytes did not arrive as they were sent'),
  InvalidDigest: meaning('corrupt', 'the bytes did not arrive as they were sent'),
  XAmzContentSHA256Mismatch: meaning('corrupt', 'the bytes did not arrive as they were sent'),
  KeyTooLongError: meaning('unsupported', 'the key is longer than 1,024 bytes'),
  TimeoutError: meaning('timeout', 'the service did not answer in time'),
}

const BY_STATUS: Readonly<Record<number, Meaning>> = {
  401: meaning('denied', 'the service refuses the keys'),
  403: meaning('denied', 'these keys have no right to do this'),
  404: meaning('not_found', 'there is no such object or bucket'),
  412: meaning('changed', 'the object has changed since it was listed'),
  429: meaning('throttled', 'the service asks to slow down'),
  507: meaning('full', 'no space is left'),
}

const LOCAL: Readonly<Record<string, StorageErrorCode>> = { ENOSPC: 'full', EDQUOT: 'full', EACCES: 'denied' }
const NETWORK = /^(ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE)/

/** What was tried, and for whom. */
export interface S3Attempt extends BatchErrorOptions {
  readonly signal?: AbortSignal | undefined
}

/** Turns whatever a call threw into a {@link StorageError}; errors of ours pass through. */
export function s3Error(error: unknown, attempt: string, { signal, ...context }: S3Attempt): Error {
  if (signal?.aborted) {
    return new StorageError('aborted', `Could not ${attempt}: ended by the caller`, { ...context, cause: error })
  }
  if (isBatchError(error)) return error
  const { code, reason } = judge(error)
  return new StorageError(code, `Could not ${attempt}: ${reason}`, { ...context, cause: error })
}

/** The storage code of what a call threw. */
export function storageCode(error: unknown): StorageErrorCode {
  return isBatchError(error) && error instanceof StorageError ? error.code : judge(error).code
}

/** Whether the same request may succeed a moment later. */
export function mayPass(error: unknown): boolean {
  const code = storageCode(error)
  // The SDK signs by the clock of the service once that has told it.
  return code === 'unavailable' || code === 'throttled' || fieldsOf(error).$metadata?.clockSkewCorrected === true
}

function judge(error: unknown): Meaning {
  if (error instanceof SilenceError) return meaning('timeout', error.message)
  const { name = '', message = '', code = '', $metadata, $response, Region } = fieldsOf(error)
  const status = $metadata?.httpStatusCode ?? 0
  if (status === 301 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed') {
    const region =
      Region ??
      $response?.headers?.['x-amz-bucket-region'] ??
      /expecting '([^']+)'/.exec(message)?.[1] ??
      /region[^a-z0-9]+([a-z]+-[a-z0-9-]+)/i.exec(message)?.[1]
    return meaning(
      'unsupported',
      `the bucket is in another region${region ? `: set region to ${region}` : '. Correct region'}`,
    )
  }
  // The SDK calls these TimeoutError too.
  if (code === 'ECONNRESET' || code === 'EPIPE') return meaning('unavailable', `the connection failed (${code})`)
  const known = BY_NAME[name] ?? BY_NAME[code] ?? BY_STATUS[status]
  if (known !== undefined) return known
  if (status >= 500) return meaning('unavailable', `the service answers with an error of its own (${status} ${name})`)
  const network = [code, message].find((text) => NETWORK.test(text))
  if (network !== undefined || /socket hang up|aborted|premature/i.test(message)) {
    return meaning('unavailable', `the connection failed (${code || message})`)
  }
  if (status >= 400) return meaning('unknown', `the service refuses it (${status} ${name}${tellable(message)})`)
  return meaning(LOCAL[code] ?? 'unknown', message || name)
}

/** What the SDK says where a service gives no message tells nothing. */
function tellable(message: string): string {
  return message === '' || message === 'UnknownError' ? '' : `: ${message}`
}

interface Fields {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly Region?: string
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
}

function fieldsOf(error: unknown): Fields {
  return typeof error === 'object' && error !== null ? error : { message: String(error) }
}
