import type {
  CallOptions,
  Entry,
  ListOptions,
  ObjectVersion,
  Storage,
  StorageTraits,
  StoredObject,
} from '@rittdoc-batch/core'
import { StorageError } from '@rittdoc-batch/core'
import { within } from './connection/deadline.ts'
import { dial } from './connection/dial.ts'
import { realPath, removeFile, statPath } from './connection/requests.ts'
import type { SftpSession } from './connection/session.ts'
import { SessionPool } from './connection/session-pool.ts'
import { expectInside, liesInside } from './folder/inside-root.ts'
import { listFolder } from './folder/list-folder.ts'
import { toStoredObject, toUnreadable } from './folder/remote-object.ts'
import { sweepFolder } from './folder/sweep-folder.ts'
import type { HostKey, HostKeyPolicy } from './host-key/host-key-policy.ts'
import { readTrust } from './host-key/read-trust.ts'
import { folderOf, keyPath } from './key-path.ts'
import type { SftpStorageOptions } from './options.ts'
import { type Settings, toSettings } from './settings.ts'
import { sftpError, storageCode } from './sftp-error.ts'
import { download } from './transfer/download.ts'
import { stoppable } from './transfer/stoppable.ts'
import { transferPlan } from './transfer/transfer-plan.ts'
import { upload } from './transfer/upload.ts'

/**
 * A folder tree on an SFTP server as a storage.
 *
 * A key is the path below the root. An upload is written to `.rittdoc-<hash of the name>-<random>.part` in the target
 * folder, its size is compared, and it is renamed over the target; where the server cannot replace by renaming, the old
 * object is moved aside for that moment. The version is size and modification time in seconds, which is all that the
 * protocol has. Links that lead out of the root are never followed, neither for reading nor for writing.
 */
export class SftpStorage implements Storage {
  readonly id: string
  readonly traits: StorageTraits
  readonly #settings: Settings
  #pool: SessionPool | undefined
  #root: Promise<string> | undefined
  #isClosed = false
  #policy: HostKeyPolicy | undefined

  /** Does no I/O. @throws ConfigError with everything that is wrong with the options */
  constructor(options: SftpStorageOptions) {
    this.#settings = toSettings(options)
    const { host, port, root, maxConnections } = this.#settings
    this.id = `sftp://${host.includes(':') ? `[${host}]` : host.toLowerCase()}:${port}${root}`
    this.traits = { partialVisible: true, parallelList: true, maxConcurrency: maxConnections }
  }

  /** The server's host key, as the last connection found it good, also when the login failed then; undefined before. */
  get hostKey(): HostKey | undefined {
    return this.#policy?.accepted
  }

  locate(key: string): string {
    return `${this.id}/${key}`
  }

  async open(options: CallOptions = {}): Promise<void> {
    this.#isClosed = false
    this.#root = undefined // asks again, whatever was known
    await this.#attempt(`connect to ${this.id}`, options, () => this.#openRoot())
  }

  async *list(prefix: string, options: ListOptions = {}): AsyncGenerator<Entry> {
    const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
    const path = keyPath(this.#settings.root, folder)
    const attempt = `list the folder ${path}`
    const entries = await this.#attempt(attempt, { ...options, key: prefix }, async () => {
      const realRoot = await this.#openRoot()
      return this.#calls().call(async (session) => {
        await expectInside(session, path, realRoot)
        const root = { path: this.#settings.root, realPath: realRoot }
        return listFolder(session, { path, prefix: folder, root })
      }, options.signal)
    })
    for (const entry of entries) {
      if (options.signal?.aborted) throw sftpError(options.signal.reason, attempt, { signal: options.signal })
      if (entry.kind === 'prefix' && options.recursive) yield* this.list(entry.key, options)
      else yield entry
    }
  }

  async stat(key: string, options?: CallOptions): Promise<StoredObject | undefined> {
    return this.#unlessMissing('look at', key, options, async (session, path, realRoot) => {
      const [facts, isInside] = await Promise.all([statPath(session, path), liesInside(session, path, realRoot)])
      if (!isInside) return toUnreadable(key, 'a link that leads out of the root')
      return facts.isFile() ? toStoredObject(key, facts) : undefined
    })
  }

  async download(from: ObjectVersion, toFile: string, options?: CallOptions): Promise<{ sha256: string }> {
    const plan = transferPlan('read', this.#settings.plainStreams)
    return this.#transfer('read', from.key, options, async (session, path, realRoot) => ({
      sha256: await download(session, { path, realRoot, from, toFile, plan, signal: options?.signal }),
    }))
  }

  async upload(fromFile: string, key: string, options?: CallOptions): Promise<StoredObject> {
    const plan = transferPlan('write', this.#settings.plainStreams)
    return this.#transfer('write', key, options, (session, path, realRoot) =>
      upload(session, { fromFile, key, path, realRoot, plan, signal: options?.signal }),
    )
  }

  async remove(key: string, options?: CallOptions): Promise<void> {
    await this.#unlessMissing('remove', key, options, async (session, path, realRoot) => {
      await expectInside(session, folderOf(path), realRoot)
      await removeFile(session, path)
    })
  }

  async sweep(key: string, options?: CallOptions): Promise<number> {
    const swept = await this.#unlessMissing('clear leftovers of', key, options, async (session, path, realRoot) => {
      await expectInside(session, folderOf(path), realRoot)
      return sweepFolder(session, path)
    })
    return swept ?? 0
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#root = undefined
    const pool = this.#pool
    this.#pool = undefined
    await pool?.close()
  }

  /** Runs a call for which a missing file or folder is no error. In a root that is not there everything is one. */
  async #unlessMissing<T>(verb: string, key: string, options: CallOptions = {}, work: Work<T>): Promise<T | undefined> {
    const path = keyPath(this.#settings.root, key)
    return this.#attempt(`${verb} ${path}`, { ...options, key }, async () => {
      const realRoot = await this.#openRoot()
      try {
        return await this.#calls().call((session) => work(session, path, realRoot), options.signal)
      } catch (error) {
        if (storageCode(error) === 'not_found') return undefined
        throw error
      }
    })
  }

  async #transfer<T>(verb: string, key: string, options: CallOptions = {}, work: Work<T>): Promise<T> {
    const path = keyPath(this.#settings.root, key)
    const { signal } = options
    try {
      const realRoot = await within(this.#openRoot(), { signal })
      return await this.#calls().transfer(
        (session) => stoppable(session, signal, () => work(session, path, realRoot)),
        signal,
      )
    } catch (error) {
      throw sftpError(error, `${verb} ${path}`, { key, storage: this.id, signal })
    }
  }

  /** Runs a call that the caller may leave at any moment, and names what failed. */
  async #attempt<T>(what: string, { signal, key }: CallOptions & { key?: string }, work: () => Promise<T>): Promise<T> {
    try {
      signal?.throwIfAborted()
      return await within(work(), { signal })
    } catch (error) {
      throw sftpError(error, what, { key, storage: this.id, signal })
    }
  }

  /** The root without links; asked for once, and again after it failed. */
  #openRoot(): Promise<string> {
    this.#root ??= this.#findRoot().catch((error) => {
      this.#root = undefined
      throw error
    })
    return this.#root
  }

  async #findRoot(): Promise<string> {
    const root = this.#settings.root || '/'
    const [facts, realRoot] = await this.#calls().call((session) =>
      Promise.all([statPath(session, root), realPath(session, root)]),
    )
    if (facts.isDirectory()) return realRoot
    throw new StorageError('not_found', `Could not open ${this.id}: ${root} is not a folder`, { storage: this.id })
  }

  #calls(): SessionPool {
    if (this.#isClosed) throw new StorageError('unavailable', `Could not use ${this.id}: it was closed`)
    this.#pool ??= new SessionPool({
      maxSessions: this.#settings.maxConnections,
      idleTimeoutMs: this.#settings.idleTimeoutMs,
      dial: (signal) => this.#dial(signal),
    })
    return this.#pool
  }

  async #dial(signal: AbortSignal): Promise<SftpSession> {
    const { host, port, trust } = this.#settings
    const policy = await readTrust(trust, { host, port, id: this.id })
    this.#policy = policy
    return dial(this.#settings, policy, signal)
  }
}

/** What is done with a session for a key. */
type Work<T> = (session: SftpSession, path: string, realRoot: string) => Promise<T>
