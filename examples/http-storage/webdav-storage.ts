import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import {
  baseName,
  type CallOptions,
  type Entry,
  errorCode,
  folderName,
  isTemporaryNameOf,
  type ListOptions,
  type ObjectVersion,
  type Storage,
  StorageError,
  type StoredObject,
  temporaryName,
} from '@rittdoc-batch/core'
import { asObject } from './resource-entries.ts'
import { saveBody } from './save-body.ts'
import { asStorageError, unless, WebDavClient, type WebDavOptions } from './webdav-client.ts'

/**
 * A folder on a WebDAV server as a storage. The version is the ETag; the server must tell it in listings and with
 * downloads. An upload goes to a temporary name in the target's folder and is moved over the target: it is as
 * atomic as the server's MOVE.
 */
export class WebDavStorage implements Storage {
  readonly id: string
  readonly traits = { partialVisible: true, parallelList: true, maxConcurrency: 8 }
  readonly #client: WebDavClient

  /** @throws ConfigError */
  constructor(options: WebDavOptions) {
    this.#client = new WebDavClient(options)
    this.id = `webdav+${this.#client.base.href.slice(0, -1)}`
  }

  locate(key: string): string {
    return this.#client.base.href + key
  }

  async open(options: CallOptions = {}): Promise<void> {
    await this.#client.propfind('', 0, options)
  }

  async *list(prefix: string, options: ListOptions = {}): AsyncGenerator<Entry> {
    for (const entry of await this.#client.list(prefix, options)) {
      if (entry.kind === 'prefix' && options.recursive) yield* this.list(entry.key, options)
      else yield entry
    }
  }

  async stat(key: string, options: CallOptions = {}): Promise<StoredObject | undefined> {
    try {
      const [resource] = await this.#client.propfind(key, 0, options)
      return resource === undefined || resource.isFolder ? undefined : asObject(key, resource)
    } catch (error) {
      if (errorCode(error) === 'not_found') return undefined
      // Servers refuse to look below a file as they refuse what one may not see.
      const above = folderName(key).slice(0, -1)
      if (errorCode(error) === 'denied' && above !== '' && (await this.stat(above, options))) return undefined
      throw error
    }
  }

  async download(from: ObjectVersion, toFile: string, options: CallOptions = {}): Promise<{ sha256: string }> {
    const { key, version } = from
    try {
      const answer = await this.#client.send('GET', key, { ...options, headers: { 'if-match': version } })
      const { sha256, sizeBytes } = await saveBody(answer, toFile)
      // A server that does not know If-Match sends what it has.
      if (answer.headers.get('etag') !== version) throw new StorageError('changed', `${key} has changed`, { key })
      if (sizeBytes !== from.sizeBytes) throw new StorageError('corrupt', `${key} came in ${sizeBytes} bytes`, { key })
      return { sha256 }
    } catch (error) {
      await rm(toFile, { force: true })
      if (errorCode(error) !== 'denied' || (await this.stat(key, options))) throw asStorageError(error, key, options)
      throw new StorageError('not_found', `${key} is no file`, { key, cause: error })
    }
  }

  async upload(fromFile: string, key: string, options: CallOptions = {}): Promise<StoredObject> {
    const temporary = folderName(key) + temporaryName(baseName(key))
    const headers = { destination: this.#client.url(key), overwrite: 'T' }
    const [standing] = await this.#client.propfind(key, 0, options).catch(unless('not_found'))
    if (standing?.isFolder) throw new StorageError('exists', `A folder stands at ${key}`, { key }) // MOVE would replace it
    await this.#client.makeFolder(folderName(key), options)
    try {
      await this.#client.order('PUT', temporary, { ...options, body: await openAsBlob(fromFile) })
      await this.#client.order('MOVE', temporary, { headers }) // no signal: stopped half-way, nobody knows what stands there
    } catch (error) {
      await this.remove(temporary).catch(() => {}) // then sweep does it
      throw asStorageError(error, key, options)
    }
    const stored = await this.stat(key)
    if (stored === undefined) throw new StorageError('not_found', `${key} is gone after its upload`, { key })
    return stored
  }

  async remove(key: string, options: CallOptions = {}): Promise<void> {
    if (await this.stat(key, options)) await this.#client.order('DELETE', key, options).catch(unless('not_found')) // never a folder
  }

  async sweep(key: string, options: CallOptions = {}): Promise<number> {
    const entries = await this.#client.list(folderName(key), options).catch(unless('not_found'))
    const leftovers = entries.filter((entry) => isTemporaryNameOf(baseName(entry.key), baseName(key)))
    for (const leftover of leftovers) await this.remove(leftover.key, options)
    return leftovers.length
  }

  async close(): Promise<void> {} // no connection is kept
}
