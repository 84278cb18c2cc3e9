import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import type { CallOptions } from '../contracts/storage.ts'
import { unsafeName } from './unsafe-name.ts'

/** How much of a package is read at the most, counted in real bytes and not by what its headers say. */
export interface PackageLimits {
  /** @default 100_000 */
  readonly entries: number
  /** Unpacked bytes of all entries together. @default 16 GiB */
  readonly unpackedBytes: number
  /** Unpacked to packed size of an entry above 10 MB. @default 1_000 */
  readonly ratio: number
}

const DEFAULT_LIMITS: PackageLimits = { entries: 100_000, unpackedBytes: 16 * 1024 ** 3, ratio: 1_000 }
const RATIO_FROM_BYTES = 10_000_000

/** Reads a zip from its beginning to its end, as often as asked. */
export class ZipWalk {
  readonly #path: string
  readonly #signal: AbortSignal | undefined
  readonly #limits: PackageLimits

  constructor(path: string, options: CallOptions & { readonly limits?: Partial<PackageLimits> | undefined }) {
    this.#path = path
    this.#signal = options.signal
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
  }

  /** Unpacks every entry and checks names, sizes and checksums. What is wrong is added to `problems`. */
  async readAll(problems: string[]): Promise<{ entries: number; unpackedBytes: number }> {
    const names = new Set<string>()
    let unpackedBytes = 0
    await this.#each(async (zip, entry) => {
      const name = entry.fileName
      const unsafe = unsafeName(entry)
      if (unsafe !== undefined) problems.push(`the entry ${JSON.stringify(name)} ${unsafe}`)
      if (names.has(name)) problems.push(`the entry ${JSON.stringify(name)} occurs twice`)
      if (names.add(name).size > this.#limits.entries)
        throw new Error(`it holds more than ${this.#limits.entries} entries`)
      if (entry.isEncrypted()) problems.push(`the entry ${JSON.stringify(name)} is encrypted`)
      else if (!name.endsWith('/')) unpackedBytes += await this.#readEntry(zip, entry, unpackedBytes)
    })
    return { entries: [...names].filter((name) => !name.endsWith('/')).length, unpackedBytes }
  }

  /** Hands the content of the named entries to `use`, in the order of the zip. */
  async read(wanted: ReadonlySet<string>, use: (name: string, content: Readable) => Promise<void>): Promise<void> {
    await this.#each(async (zip, entry) => {
      if (wanted.has(entry.fileName)) await use(entry.fileName, await zip.openReadStreamPromise(entry))
    })
  }

  async #each(use: (zip: ZipFile, entry: Entry) => Promise<void>): Promise<void> {
    const zip = await openPromise(this.#path, { lazyEntries: true, autoClose: false, strictFileNames: true })
    try {
      for await (const entry of zip.eachEntry()) {
        this.#signal?.throwIfAborted()
        await use(zip, entry)
      }
    } finally {
      zip.close()
    }
  }

  async #readEntry(zip: ZipFile, entry: Entry, before: number): Promise<number> {
    const name = JSON.stringify(entry.fileName)
    const { unpackedBytes: most, ratio } = this.#limits
    let bytes = 0
    let checksum = 0
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      this.#signal?.throwIfAborted()
      bytes += chunk.length
      checksum = crc32(chunk, checksum)
      if (before + bytes > most) throw new Error(`it unpacks to more than ${most} bytes`)
      if (bytes > RATIO_FROM_BYTES && bytes > entry.compressedSize * ratio) {
        throw new Error(`the entry ${name} unpacks to more than ${ratio} times its size`)
      }
    }
    if (checksum !== entry.crc32) throw new Error(`the entry ${name} does not match its checksum`)
    return bytes
  }
}
