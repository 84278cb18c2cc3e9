import { type FileHandle, mkdir, open, readdir, realpath, rename, rm, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type {
  CallOptions,
  Entry,
  ListOptions,
  ObjectVersion,
  Storage,
  StorageTraits,
  StoredObject,
} from '../contracts/storage.ts'
import { StorageError } from '../errors.ts'
import { isTemporaryNameOf, temporaryName } from '../rules/temporary-name.ts'
import { fileVersion } from './file-version.ts'
import { expectInside, expectInsideOnceMade } from './inside-root.ts'
import { keyPath } from './key-path.ts'
import { isInside, listFolder, toStoredObject } from './list-folder.ts'
import { localError } from './local-error.ts'
import { writeWhole } from './write-whole.ts'

/** Options of {@link LocalStorage}. */
export interface LocalStorageOptions {
  /** The folder that holds everything; made absolute. With `/` the keys are absolute paths. */
  readonly root: string
  /** Make the root when it does not exist. @default false: `open` then rejects with `not_found` */
  readonly create?: boolean | undefined
  /** Flush files and folders to the disk before an upload counts as done. @default true */
  readonly fsync?: boolean | undefined
}

/**
 * A folder tree as a storage.
 *
 * A key is the path below the root. An upload is written to `.rittdoc-<hash of the name>-<random>.part` in the target
 * folder, flushed, and renamed over the target. The version is size and modification time. Links that lead out of the
 * root are never followed, neither for reading nor for writing.
 */
export class LocalStorage implements Storage {
  readonly id: string
  readonly traits: StorageTraits = {
    partialVisible: true,
    parallelList: true,
    maxConcurrency: Number.POSITIVE_INFINITY,
  }
  readonly #root: string
  readonly #create: boolean
  readonly #fsync: boolean
  #realRoot: string | undefined

  constructor(options: LocalStorageOptions) {
    this.#root = resolve(options.root)
    this.#create = options.create ?? false
    this.#fsync = options.fsync ?? true
    this.id = pathToFileURL(this.#root).href
  }

  locate(key: string): string {
    return join(this.#root, key)
  }

  async open(options?: CallOptions): Promise<void> {
    try {
      options?.signal?.throwIfAborted()
      if (this.#create) await mkdir(this.#root, { recursive: true })
      this.#realRoot = await realpath(this.#root)
      if (!(await stat(this.#root)).isDirectory())
        throw new StorageError('not_found', `Could not open ${this.#root}: not a folder`)
    } catch (error) {
      throw localError(error, `open the folder ${this.#root}`, { storage: this.id, signal: options?.signal })
    }
  }

  async *list(prefix: string, options: ListOptions = {}): AsyncGenerator<Entry> {
    const path = keyPath(this.#root, prefix)
    try {
      options.signal?.throwIfAborted()
      const folder = { path, prefix: this.#keyPrefix(prefix), realRoot: await this.#openRoot() }
      await expectInside(path, folder.realRoot)
      for await (const entry of listFolder(folder, options.signal)) {
        if (entry.kind === 'prefix' && options.recursive) yield* this.list(entry.key, options)
        else yield entry
      }
    } catch (error) {
      throw localError(error, `list the folder ${path}`, { key: prefix, storage: this.id, signal: options.signal })
    }
  }

  async stat(key: string, options?: CallOptions): Promise<StoredObject | undefined> {
    const path = keyPath(this.#root, key)
    return this.#unlessMissing(key, `look at ${path}`, options, async () => {
      const info = await stat(path, { bigint: true })
      const stored = toStoredObject(key, info)
      if (isInside(await this.#openRoot(), await realpath(path))) return info.isFile() ? stored : undefined
      return { ...stored, unreadable: 'a link that leads out of the root' }
    })
  }

  async download(from: ObjectVersion, toFile: string, options?: CallOptions): Promise<{ sha256: string }> {
    const path = keyPath(this.#root, from.key)
    try {
      return await this.#readVersion(path, from, (source) => writeWhole(toFile, source, options?.signal))
    } catch (error) {
      const failure = localError(error, `read ${path}`, { key: from.key, storage: this.id, signal: options?.signal })
      throw isMissing(failure) ? await this.#orRootGone(failure) : failure
    }
  }

  async upload(fromFile: string, key: string, options?: CallOptions): Promise<StoredObject> {
    const path = keyPath(this.#root, key)
    const temporary = join(dirname(path), temporaryName(basename(path)))
    try {
      options?.signal?.throwIfAborted()
      await this.#makeFolder(dirname(path))
      const source = await open(fromFile)
      try {
        await writeWhole(temporary, source, options?.signal, this.#fsync)
      } finally {
        await source.close()
      }
      await this.#replace(temporary, path)
      return toStoredObject(key, await stat(path, { bigint: true }))
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {}) // the error that matters is the first one
      throw localError(error, `write ${path}`, { key, storage: this.id, signal: options?.signal })
    }
  }

  async remove(key: string, options?: CallOptions): Promise<void> {
    const path = keyPath(this.#root, key)
    await this.#unlessMissing(key, `remove ${path}`, options, async () => {
      await expectInside(dirname(path), await this.#openRoot())
      await unlink(path)
    })
  }

  async sweep(key: string, options?: CallOptions): Promise<number> {
    const path = keyPath(this.#root, key)
    const swept = await this.#unlessMissing(key, `clear leftovers beside ${path}`, options, async () => {
      await expectInside(dirname(path), await this.#openRoot())
      const names = await readdir(dirname(path))
      const leftovers = names.filter((name) => isTemporaryNameOf(name, basename(path)))
      for (const name of leftovers) await rm(join(dirname(path), name), { force: true })
      return leftovers.length
    })
    return swept ?? 0
  }

  async close(): Promise<void> {}

  /** Runs a call for which a missing file or folder is no error. In a root that is not there everything is one. */
  async #unlessMissing<T>(
    key: string,
    attempt: string,
    options: CallOptions | undefined,
    call: () => Promise<T>,
  ): Promise<T | undefined> {
    const context = { key, storage: this.id, signal: options?.signal }
    let isRootOpen = false
    try {
      options?.signal?.throwIfAborted()
      await this.#openRoot()
      isRootOpen = true
      return await call()
    } catch (error) {
      const failure = localError(error, attempt, context)
      if (isRootOpen && isMissing(failure)) return undefined
      throw failure
    }
  }

  /** What is missing together with the root says nothing of the one file. */
  async #orRootGone(failure: StorageError): Promise<StorageError> {
    const isThere = await stat(this.#root).then(
      () => true,
      () => false,
    )
    if (isThere) return failure
    return new StorageError('unavailable', `${failure.message}; the folder ${this.#root} is gone as a whole`, {
      ...failure.context,
      cause: failure.cause,
    })
  }

  #keyPrefix(prefix: string): string {
    return this.#root === '/' && !prefix.startsWith('/') ? `/${prefix}` : prefix
  }

  async #openRoot(): Promise<string> {
    if (this.#realRoot === undefined) await this.open()
    return this.#realRoot ?? this.#root
  }

  /** Opens the file, checks the version before and after reading, and that no link leads out of the root. */
  async #readVersion<T>(path: string, from: ObjectVersion, read: (source: FileHandle) => Promise<T>): Promise<T> {
    if (!isInside(await this.#openRoot(), await realpath(path))) {
      throw new StorageError('denied', `Could not read ${path}: a link that leads out of ${this.#root}`, {
        key: from.key,
      })
    }
    const source = await open(path)
    try {
      await this.#expectVersion(source, path, from)
      const result = await read(source)
      await this.#expectVersion(source, path, from)
      return result
    } finally {
      await source.close()
    }
  }

  async #expectVersion(source: FileHandle, path: string, from: ObjectVersion): Promise<void> {
    const info = await source.stat({ bigint: true })
    if (!info.isFile())
      throw new StorageError('not_found', `Could not read ${path}: not a regular file`, { key: from.key })
    if (fileVersion(info) === from.version) return
    throw new StorageError('changed', `Could not read ${path}: it has changed since it was listed`, { key: from.key })
  }

  async #makeFolder(folder: string): Promise<void> {
    await expectInsideOnceMade(folder, await this.#openRoot())
    await mkdir(folder, { recursive: true })
    await expectInside(folder, await this.#openRoot())
  }

  async #replace(temporary: string, path: string): Promise<void> {
    await rename(temporary, path)
    if (!this.#fsync) return
    const folder = await open(dirname(path))
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }
}

function isMissing(failure: Error): failure is StorageError {
  return failure instanceof StorageError && failure.code === 'not_found'
}
