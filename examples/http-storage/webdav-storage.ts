import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import {
  baseName,
  type CallOptions,
  type Entry,
  errorCode,
  folderName,
  type ListOptions,
  type ObjectVersion,
  type Storage,
  StorageError,
  type StorageErrorCode,
  type StoredObject,
} from '@rittdoc-batch/core'
import type { Resource } from './multistatus.ts'
import { asStorageError, WebDavClient, type WebDavOptions } from './webdav-client.ts'

/**
 * A folder on a WebDAV server as a storage. The version is the ETag; the server must tell it in listings and with
 * downloads. An upload goes to `.rittdoc-<hash of the name>-<random>.part` in the target's folder and is moved over the
 * target: it is as atomic as the server's MOVE.
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
    const entries = await this.#inside(prefix, options)
    entries.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
    for (const entry of entries) {
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
    const temporary = `${temporaryPrefix(key)}${randomUUID()}.part`
    const headers = { destination: this.#client.url(key), overwrite: 'T' }
    const [standing] = await this.#client.propfind(key, 0, options).catch(unless('not_found'))
    if (standing?.isFolder) throw new StorageError('exists', `A folder stands at ${key}`, { key }) // MOVE would replace it
    await this.#makeFolder(folderName(key), options)
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
    const entries = await this.#inside(folderName(key), options).catch(unless('not_found'))
    const leftovers = entries.filter((entry) => entry.kind === 'object' && entry.key.startsWith(temporaryPrefix(key)))
    for (const leftover of leftovers) await this.remove(leftover.key, options)
    return leftovers.length
  }

  async close(): Promise<void> {} // no connection is kept

  /** What lies in a folder, without the folder itself, which the server tells too. */
  async #inside(folder: string, options: CallOptions): Promise<Entry[]> {
    const own = decoded(this.#client.url(folder))
    const found = (await this.#client.propfind(folder, 1, options)).map((resource) => {
      const url = (URL.parse(resource.href, this.#client.base.href)?.href ?? '').replace(/\/$/, '')
      const cut = url.lastIndexOf('/') + 1
      return { resource, url: `${decoded(url)}/`, parent: decoded(url.slice(0, cut)), segment: url.slice(cut) }
    })
    // Such as behind a proxy that changes paths: an error, because nothing may look like an empty folder.
    if (!found.some(({ url }) => url === own))
      throw new StorageError('corrupt', `The server does not speak of ${this.locate(folder)} when it is asked`)
    const inside = found.filter(({ parent }) => parent === own)
    return inside.map(({ resource, segment }) => asEntry(folder, segment, resource))
  }

  /** Makes a folder, and those above it where the server says that they are missing. */
  async #makeFolder(folder: string, options: CallOptions): Promise<void> {
    if (folder === '') return
    try {
      await this.#client.order('MKCOL', folder, options)
    } catch (error) {
      if (errorCode(error) === 'exists') return
      if (errorCode(error) !== 'not_found') throw error
      await this.#makeFolder(folderName(folder.slice(0, -1)), options)
      await this.#client.order('MKCOL', folder, options).catch(unless('exists'))
    }
  }
}

/** Writes the body of an answer to a file. */
async function saveBody({ body }: Response, toFile: string): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const count = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      sizeBytes += chunk.length
      yield chunk
    }
  }
  await pipeline(body ?? ReadableStream.from([]), count, createWriteStream(toFile))
  return { sha256: hash.digest('hex'), sizeBytes }
}

/** What every temporary name of uploads to a key begins with. */
function temporaryPrefix(key: string): string {
  const hash = createHash('sha256').update(baseName(key)).digest('hex').slice(0, 16)
  return `${folderName(key)}.rittdoc-${hash}-`
}

function asEntry(folder: string, segment: string, resource: Resource): Entry {
  try {
    const key = folder + decodeURIComponent(segment)
    if (resource.isFolder) return { kind: 'prefix', key: `${key}/` }
    return { kind: 'object', ...asObject(key, resource) }
  } catch {
    return { kind: 'object', ...asObject(folder + segment, resource), unreadable: 'its name is not UTF-8' }
  }
}

function asObject(key: string, { sizeBytes, modifiedAt, version }: Resource): StoredObject {
  const unreadable = version === '' ? { unreadable: 'the server tells no ETag' } : {}
  return { key, sizeBytes, modifiedAt, version, ...unreadable }
}

/** A URL as it can be compared: servers differ in what they encode. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url // a name that is not UTF-8
  }
}

/** For `catch`: nothing instead of an error of that code. */
function unless(code: StorageErrorCode): (error: unknown) => never[] {
  return (error) => {
    if (errorCode(error) !== code) throw error
    return []
  }
}
