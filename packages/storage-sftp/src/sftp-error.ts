import { type BatchErrorOptions, isBatchError, StorageError, type StorageErrorCode } from '@rittdoc-batch/core'
import { ConnectionFault } from './connection/connection-fault.ts'

/** Status codes of SFTP: 1 to 8 of version 3, the rest of later versions that some servers send all the same. */
const BY_STATUS: Readonly<Record<number, StorageErrorCode>> = {
  2: 'not_found',
  3: 'denied',
  5: 'unsupported', // OpenSSH: a name that is too long, or an argument that cannot be
  6: 'unavailable',
  7: 'unavailable',
  8: 'unsupported',
  10: 'not_found',
  11: 'exists',
  12: 'denied',
  14: 'full',
  15: 'full',
}

/** Codes of local files and of sockets. */
const BY_SYSTEM: Readonly<Record<string, StorageErrorCode>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  EEXIST: 'exists',
  EISDIR: 'exists',
  ENOSPC: 'full',
  EDQUOT: 'full',
}

const BY_LEVEL: Readonly<Record<string, { readonly fault: StorageErrorCode; readonly reason: string }>> = {
  'client-authentication': { fault: 'denied', reason: 'the server refused the login' },
  agent: { fault: 'denied', reason: 'the SSH agent did not sign' },
  'client-timeout': { fault: 'timeout', reason: 'the server did not answer' },
}

const REASONS: Readonly<Partial<Record<StorageErrorCode, string>>> = {
  not_found: 'there is no such file or folder',
  denied: 'the rights of this user do not allow it',
  exists: 'something else stands there',
  full: 'no space or quota is left',
}

/** What was tried, and for whom. */
export interface SftpAttempt extends BatchErrorOptions {
  /** The caller's signal: once it has aborted, whatever was thrown is the end that it asked for. */
  readonly signal?: AbortSignal | undefined
}

/** Turns whatever a call threw into a {@link StorageError}; errors of ours pass through. */
export function sftpError(error: unknown, attempt: string, { signal, ...context }: SftpAttempt): Error {
  if (signal?.aborted) {
    return new StorageError('aborted', `Could not ${attempt}: ended by the caller`, { ...context, cause: error })
  }
  if (isBatchError(error)) return error
  const { code, reason } = judge(error)
  return new StorageError(code, `Could not ${attempt}: ${reason}`, { ...context, cause: error })
}

/** The storage code of what a request threw. */
export function storageCode(error: unknown): StorageErrorCode {
  return isBatchError(error) && error instanceof StorageError ? error.code : judge(error).code
}

/** Why a connection failed, whatever the library said. */
export function connectionFault(error: unknown): ConnectionFault {
  if (error instanceof ConnectionFault) return error
  const { level, code } = fieldsOf(error)
  const known = typeof level === 'string' ? BY_LEVEL[level] : undefined
  if (known !== undefined) return new ConnectionFault(known.fault, known.reason, { cause: error })
  const text = messageOf(error)
  const isTurnedAway = /before handshake/i.test(text) || (level === undefined && /unexpected (end|close)/i.test(text))
  const exitCode = /exit code (\d+) while establishing SFTP/.exec(text)?.[1]
  const said = typeof code === 'string' && level === 'client-socket' ? code : text
  const reason =
    exitCode === undefined
      ? `the connection failed (${said})`
      : `the server took the login and ended the session at once (exit code ${exitCode}). The password may have expired, or the account may not use SFTP`
  return new ConnectionFault('unavailable', reason, { cause: error, isTurnedAway })
}

function judge(error: unknown): { code: StorageErrorCode; reason: string } {
  if (error instanceof ConnectionFault) return { code: error.fault, reason: error.message }
  const { code: given, path } = fieldsOf(error)
  const code = typeof given === 'number' ? BY_STATUS[given] : BY_SYSTEM[String(given)]
  const text = messageOf(error)
  if (code === undefined && /no response from server|not connected/i.test(text)) {
    return { code: 'unavailable', reason: 'the connection was lost' }
  }
  if (code === undefined && /no space|quota|disk full/i.test(text)) return { code: 'full', reason: text }
  const where = typeof path === 'string' ? ` (${path} on this machine)` : ''
  const reason = (code && REASONS[code]) ?? (where ? text : `the server answers "${text}"`)
  return { code: code ?? 'unknown', reason: reason + where }
}

function fieldsOf(error: unknown): { level?: unknown; code?: unknown; path?: unknown } {
  return typeof error === 'object' && error !== null ? error : {}
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
