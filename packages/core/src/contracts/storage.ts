/** How an adapter behaves, as plain data. The engine branches on it and the conformance suite tests it. */
export interface StorageTraits {
  /**
   * Whether other people's uploads become visible under their final name before they are complete.
   * `true` (SFTP, local folders): the engine takes a file only after it has stopped changing.
   * `false` (S3): an object that is listed is complete.
   */
  readonly partialVisible: boolean
  /**
   * Whether several {@link Storage.list} calls may run at the same time to advantage.
   * `false`: the engine lists one publisher after the other.
   */
  readonly parallelList: boolean
  /**
   * The most transfers (downloads and uploads together) worth running at the same time; the engine never has more
   * jobs than that in a transfer. `Number.POSITIVE_INFINITY` where the storage sets no limit.
   */
  readonly maxConcurrency: number
}

/** One version of one object: enough to download exactly that. */
export interface ObjectVersion {
  /** The full key, byte for byte as the storage gives it: any script, not normalised, `/` between folders. */
  readonly key: string
  readonly sizeBytes: number
  /**
   * Changes whenever the content changes. Opaque: the engine compares it with `===` and stores it, never reads it.
   * An ETag on S3; size and modification time on file systems.
   */
  readonly version: string
}

/** One object as a listing or a stat shows it. Plain data: safe to keep, to log and to serialise. */
export interface StoredObject extends ObjectVersion {
  readonly modifiedAt: Date
  /** Why the object cannot be read as it stands (archived tier, name that cannot be addressed); absent when it can. */
  readonly unreadable?: string
}

/** What {@link Storage.list} yields: an object, or a folder that the listing did not enter. */
export type Entry = ({ readonly kind: 'object' } & StoredObject) | { readonly kind: 'prefix'; readonly key: string }

/** What every asynchronous call of the contracts takes. */
export interface CallOptions {
  /** Ends the call early: it rejects with code `aborted` and leaves nothing half behind. */
  readonly signal?: AbortSignal | undefined
}

/** Options of {@link Storage.list}. */
export interface ListOptions extends CallOptions {
  /** Enter every folder instead of yielding it as a prefix. @default false */
  readonly recursive?: boolean | undefined
}

/**
 * A place that holds books and takes packages: a bucket, an SFTP server, a folder tree.
 *
 * Keys are `/`-separated, without a leading slash (except on a local storage rooted at `/`, where a key is an absolute
 * path). A prefix is either empty or ends in `/`. All errors are {@link StorageError}s, named by their cause; an adapter
 * translates what its SDK throws in one file and keeps the original as `cause`. Every call that takes a key rejects with
 * `unsupported` for one that the storage cannot express (a control character, `..`), {@link Storage.stat} too.
 *
 * The engine opens a storage before it uses it, and then makes calls at the same time. It puts deadlines of its own around
 * each (`transferTimeoutMs` and `storageTimeoutMs` of the processor), so an adapter has to end when its signal aborts, and
 * needs deadlines only for what it can tell sooner.
 *
 * Not its job: retries across files, knowing publishers or output names, remembering anything between runs.
 */
export interface Storage {
  /**
   * Identifies the place, not the login: `s3://bucket`, `s3+https://host/bucket`, `sftp://host:port`, `file:///root`.
   * No user, no secret. The registry stores it with every row, so changing it later converts everything again.
   */
  readonly id: string
  readonly traits: StorageTraits

  /** Where a person finds the object: `/abs/root/key`, `s3://bucket/key`. No secret. Works without a connection. */
  locate(key: string): string

  /**
   * Connects and checks that the storage can be used: credentials, host key, that the root exists.
   * Idempotent; called again after an outage it connects anew.
   * @throws StorageError `denied`, `host_key`, `not_found`, `unavailable`, `timeout`
   */
  open(options?: CallOptions): Promise<void>

  /**
   * Yields what lies under `prefix`, lazily, page by page, in byte order of the UTF-8 keys. A folder sorts by its key
   * with the trailing slash. Without `recursive` one level: objects, and folders as `prefix` entries. Folder markers are
   * not yielded. A prefix under which nothing lies yields nothing on object storages and throws `not_found` on storages
   * that know folders.
   * @throws StorageError `denied`, `not_found`, `unavailable`, `throttled`, `timeout`: never an empty listing instead
   */
  list(prefix: string, options?: ListOptions): AsyncIterable<Entry>

  /**
   * The object as it stands now, or `undefined` when there is none: a folder is none, and below an object there is none.
   * @throws StorageError when the answer is not known (`denied`, `unavailable`, `throttled`, `timeout`)
   */
  stat(key: string, options?: CallOptions): Promise<StoredObject | undefined>

  /**
   * Writes the content of `from` to the local path `toFile`, all or nothing: on any error `toFile` does not exist.
   * @returns the SHA-256 of the content, 64 hexadecimal digits in lower case
   * @throws StorageError `changed` when the object is no longer at `from.version`, `not_found` when it is gone
   *   or a folder stands there, `corrupt` when size or checksum do not match what the storage announced
   */
  download(from: ObjectVersion, toFile: string, options?: CallOptions): Promise<{ sha256: string }>

  /**
   * Puts a local file at `key`, all or nothing: a reader sees the old object or the whole new one, never a part.
   * Makes folders as needed; replaces atomically what stands at `key`. After an error nothing visible has changed,
   * and what remains of the attempt under another name is what {@link Storage.sweep} removes. Such a name begins with a
   * dot, because scans pass those over, and can be told from the key, because `sweep` is given nothing else.
   * @returns the object as the storage shows it afterwards
   * @throws StorageError `exists` when a folder stands at `key`, `full`, `denied`; `not_found` or `unknown` when the local
   *   file cannot be read
   */
  upload(fromFile: string, key: string, options?: CallOptions): Promise<StoredObject>

  /** Removes the object at `key`; a missing one is not an error. Leaves folders in place. */
  remove(key: string, options?: CallOptions): Promise<void>

  /**
   * Removes what interrupted uploads to exactly `key` left behind (temporary files, open multipart uploads).
   * Called by the engine only when it holds the claim on that key and none of its uploads to it is running.
   * @returns how many leftovers were removed
   */
  sweep(key: string, options?: CallOptions): Promise<number>

  /** Ends what {@link Storage.open} began, within seconds, whatever state the connection is in. Idempotent. */
  close(): Promise<void>
}
