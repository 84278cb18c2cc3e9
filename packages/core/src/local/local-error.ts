import { type BatchErrorOptions, isBatchError, StorageError, type StorageErrorCode } from '../errors.ts'

const CODES: Readonly<Record<string, StorageErrorCode>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ELOOP: 'denied',
  EEXIST: 'exists',
  EISDIR: 'exists',
  ENOTEMPTY: 'exists',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EIO: 'unavailable',
  ESTALE: 'unavailable',
  ETIMEDOUT: 'unavailable',
  EHOSTDOWN: 'unavailable',
  EMFILE: 'unavailable',
  ENFILE: 'unavailable',
  ENAMETOOLONG: 'unsupported',
  EILSEQ: 'unsupported',
  EINVAL: 'unsupported',
}

const REASONS: Readonly<Partial<Record<StorageErrorCode, string>>> = {
  not_found: 'there is no such file or folder',
  denied: 'the rights of this user do not allow it',
  exists: 'something else stands there',
  full: 'no space or quota is left',
}

/** What was tried, and for whom. */
export interface LocalAttempt extends BatchErrorOptions {
  /** The caller's signal: once it has aborted, whatever was thrown is the end that it asked for. */
  readonly signal?: AbortSignal | undefined
}

/** Turns what a file system call threw into a {@link StorageError}; errors of ours pass through. */
export function localError(error: unknown, attempt: string, { signal, ...context }: LocalAttempt = {}): Error {
  if (signal?.aborted) {
    return new StorageError('aborted', `Could not ${attempt}: ended by the caller`, { ...context, cause: error })
  }
  if (isBatchError(error)) return error
  const system = error instanceof Error && 'code' in error ? String(error.code) : ''
  const code = CODES[system] ?? 'unknown'
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error))
  return new StorageError(code, `Could not ${attempt}: ${reason}`, { ...context, cause: error })
}
