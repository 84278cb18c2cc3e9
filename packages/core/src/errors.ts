/** Why a storage call failed, named by the cause. */
export type StorageErrorCode =
  | 'not_found' // no such object, folder or bucket
  | 'denied' // credentials refused or rights missing
  | 'host_key' // the server's identity is unknown or not the expected one
  | 'changed' // the object is no longer the version that was asked for
  | 'exists' // something stands in the way that may not be replaced
  | 'throttled' // asked to slow down
  | 'unavailable' // cannot be reached, or answered with a fault of its own
  | 'timeout' // no answer within the deadline
  | 'corrupt' // bytes do not match what was announced
  | 'full' // no space or quota left
  | 'unsupported' // the storage cannot do this, or the key cannot be expressed on it
  | 'aborted' // ended by the caller's signal
  | 'unknown' // none of these; see `cause`

/** Why a registry call failed. */
export type RegistryErrorCode =
  | 'locked'
  | 'readonly'
  | 'corrupt'
  | 'newer_schema'
  | 'unsupported'
  | 'unavailable'
  | 'aborted'
  | 'unknown'

/** Why a conversion failed. `input`: this file can never work. `transient`: it may next time. `internal`: our fault. */
export type ConvertErrorCode = 'input' | 'transient' | 'internal' | 'aborted'

/** Every code a {@link BatchError} can carry. */
export type ErrorCode =
  | StorageErrorCode
  | RegistryErrorCode
  | ConvertErrorCode
  | 'config' // options or configuration that cannot work
  | 'memory' // a conversion went over its memory limit
  | 'invalid_output' // the converter's package fails the engine's checks
  | 'crashed' // the process that worked on the file died repeatedly
  | 'hook' // a hook of the embedding program rejected
  | 'lease_lost' // another worker took the file over

/** Named facts that go with an error; everything in it may be logged, so nothing secret belongs here. */
export interface ErrorContext {
  readonly key?: string | undefined
  readonly publisher?: string | undefined
  readonly storage?: string | undefined
  /** What the failed conversion left to look at: exit code, signal, the end of stderr, and a finer reason. */
  readonly exitCode?: number | undefined
  readonly exitSignal?: string | undefined
  readonly stderrTail?: string | undefined
  /**
   * A finer reason within the code, in snake_case: `encrypted`, `corrupt`, `limit`, `unsupported`. With `invalid`, a package
   * that is whole and breaks the rules, the file is not tried again.
   */
  readonly reason?: string | undefined
}

/** Options of every error here. */
export interface BatchErrorOptions extends ErrorContext {
  readonly cause?: unknown
}

/**
 * The parent of every error that this project throws on purpose. Recognise it by `code` (or with {@link isBatchError}),
 * not by `instanceof` alone: two copies of the package may be installed side by side.
 */
export class BatchError extends Error {
  override readonly name: string = 'BatchError'
  readonly code: ErrorCode
  readonly context: ErrorContext

  constructor(code: ErrorCode, message: string, options: BatchErrorOptions = {}) {
    const { cause, ...context } = options
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.context = context
  }
}

/** Options or configuration that cannot work; `problems` lists every one found. Code `config`. */
export class ConfigError extends BatchError {
  override readonly name: string = 'ConfigError'
  readonly problems: readonly string[]

  constructor(message: string, problems: readonly string[] = [message]) {
    super('config', message)
    this.problems = problems
  }
}

/** A storage call failed. */
export class StorageError extends BatchError {
  override readonly name: string = 'StorageError'
  declare readonly code: StorageErrorCode

  constructor(code: StorageErrorCode, message: string, options?: BatchErrorOptions) {
    super(code, message, options)
  }
}

/** A registry call failed. */
export class RegistryError extends BatchError {
  override readonly name: string = 'RegistryError'
  declare readonly code: RegistryErrorCode

  constructor(code: RegistryErrorCode, message: string, options?: BatchErrorOptions) {
    super(code, message, options)
  }
}

/** A conversion failed; see {@link ConvertErrorCode}. */
export class ConvertError extends BatchError {
  override readonly name: string = 'ConvertError'

  constructor(code: ConvertErrorCode | 'memory' | 'invalid_output', message: string, options?: BatchErrorOptions) {
    super(code, message, options)
  }
}

/** Something of ours ran past its deadline and was ended. Code `timeout`. */
export class TimeoutError extends BatchError {
  override readonly name: string = 'TimeoutError'

  constructor(message: string, options?: BatchErrorOptions) {
    super('timeout', message, options)
  }
}

/** Whether a value is an error of this project, from any copy of the package. */
export function isBatchError(value: unknown): value is BatchError {
  return value instanceof Error && 'code' in value && 'context' in value && typeof value.code === 'string'
}

/** Whether a value is an error of the registry, after which work on files cannot go on. */
export function isRegistryError(value: unknown): value is RegistryError {
  return isBatchError(value) && value.name === 'RegistryError'
}

/** Any thrown value as an Error. */
export function toError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value))
}

/** The code of an error of this project, else `unknown`. */
export function errorCode(error: unknown): ErrorCode {
  return isBatchError(error) ? error.code : 'unknown'
}
