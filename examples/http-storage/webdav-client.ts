import {
  type CallOptions,
  ConfigError,
  type Entry,
  errorCode,
  folderName,
  StorageError,
  type StorageErrorCode,
  toError,
} from '@rittdoc-batch/core'
import { PROPFIND, type Resource, readMultistatus } from './multistatus.ts'
import { entriesOf } from './resource-entries.ts'

/** How to reach a folder on a WebDAV server. */
export interface WebDavOptions {
  /** URL of the folder that keys lie below, without a login. */
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** What goes with a request. */
export interface RequestOptions extends CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Blob | string
}

/**
 * How a refusal is told; the others are `unavailable` from 500 on, else `unknown`. Of what only makes or replaces, 405
 * says that something is there already, and 409 that the folder above is missing (RFC 4918).
 */
const CODES: Readonly<Record<number, StorageErrorCode>> = {
  400: 'unsupported', // the server takes no such name
  401: 'denied',
  403: 'denied',
  404: 'not_found',
  405: 'exists',
  409: 'not_found',
  410: 'not_found',
  412: 'changed',
  429: 'throttled',
  507: 'full',
}

/** Requests below one folder. Every call rejects with a {@link StorageError} unless the server says that it has done it. */
export class WebDavClient {
  readonly base: URL
  readonly #login: Readonly<Record<string, string>>

  /** @throws ConfigError */
  constructor({ url, username, password = '' }: WebDavOptions) {
    const base = URL.parse(`${url.replace(/\/+$/, '')}/`)
    if (base === null || !base.protocol.startsWith('http') || base.username !== '')
      throw new ConfigError('Expected url to be an http or https URL without a login')
    this.base = base
    const login = Buffer.from(`${username}:${password}`).toString('base64')
    this.#login = username === undefined ? {} : { authorization: `Basic ${login}` }
  }

  /** @throws StorageError `unsupported` when no URL can express the key */
  url(key: string): string {
    const segments = key.replace(/\/$/, '').split('/')
    if (!key.isWellFormed() || (key !== '' && segments.some((segment) => ['', '.', '..'].includes(segment))))
      throw new StorageError('unsupported', `Could not use the key ${key}: no URL can express it`, { key })
    return this.base.href + key.split('/').map(encodeURIComponent).join('/')
  }

  /** The answer, of which the body must be read or cancelled. */
  async send(method: string, key: string, { headers, ...init }: RequestOptions): Promise<Response> {
    const request = { ...init, signal: init.signal ?? null, method, headers: { ...this.#login, ...headers } }
    const answer = await fetch(this.url(key), request).catch((error) => {
      throw asStorageError(error, key, init)
    })
    if (answer.ok) return answer
    await answer.body?.cancel()
    const code = CODES[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'unknown')
    throw new StorageError(code, `Could not ${method} ${this.url(key)}: ${answer.status} ${answer.statusText}`, { key })
  }

  /** Sends a request whose answer has nothing to read. */
  async order(method: string, key: string, options: RequestOptions): Promise<void> {
    await (await this.send(method, key, options)).body?.cancel()
  }

  /** What the server tells of a resource (depth 0), of a folder and what lies in it (depth 1). */
  async propfind(key: string, depth: 0 | 1, options: CallOptions): Promise<Resource[]> {
    const headers = { depth: String(depth), 'content-type': 'application/xml' }
    const { body } = await this.send('PROPFIND', key, { ...options, headers, body: PROPFIND })
    try {
      return await readMultistatus(body ?? ReadableStream.from([]))
    } catch (error) {
      throw asStorageError(error, key, options)
    }
  }

  /** What lies in a folder, in byte order of the keys. */
  async list(folder: string, options: CallOptions): Promise<Entry[]> {
    return entriesOf(folder, this.url(folder), await this.propfind(folder, 1, options))
  }

  /** Makes a folder, and those above it where the server says that they are missing. */
  async makeFolder(folder: string, options: CallOptions): Promise<void> {
    if (folder === '') return
    try {
      await this.order('MKCOL', folder, options)
    } catch (error) {
      if (errorCode(error) === 'exists') return
      if (errorCode(error) !== 'not_found') throw error
      await this.makeFolder(folderName(folder.slice(0, -1)), options)
      await this.order('MKCOL', folder, options).catch(unless('exists'))
    }
  }
}

/** Anything thrown on the way, by its cause. */
export function asStorageError(thrown: unknown, key: string, { signal }: CallOptions): StorageError {
  if (thrown instanceof StorageError) return thrown
  const cause = toError(thrown)
  if (signal?.aborted) return new StorageError('aborted', `Stopped at ${key}`, { key, cause })
  // What fetch throws when a connection fails or breaks is a TypeError with the reason as its cause.
  const broken = cause instanceof TypeError && cause.cause instanceof Error ? cause.cause : undefined
  const code = broken ? 'unavailable' : 'unknown'
  return new StorageError(code, `Could not use ${key}: ${(broken ?? cause).message}`, { key, cause })
}

/** For `catch`: nothing instead of an error of that code. */
export function unless(code: StorageErrorCode): (error: unknown) => never[] {
  return (error) => {
    if (errorCode(error) !== code) throw error
    return []
  }
}
