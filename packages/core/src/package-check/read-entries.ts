import { crc32 } from 'node:zlib'
import type { CallOptions } from '../contracts/storage.ts'
import { toError } from '../errors.ts'
import { EnoughProblems, type Problems } from './problems.ts'
import { isSymlink, unsafeName } from './unsafe-name.ts'
import { walkZip, type ZipEntry } from './zip-walk.ts'

/** How much of a package is read at the most, counted in real bytes and not by what its headers say. */
export interface PackageLimits {
  /** @default 100_000 */
  readonly entries: number
  /** Unpacked bytes of all entries together. @default 16 GiB */
  readonly unpackedBytes: number
  /** Unpacked to packed size of an entry above 10 MB. @default 1_000 */
  readonly ratio: number
}

/** What was found in a sound package. */
export interface PackageSummary {
  /** Files, without folders. */
  readonly entries: number
  /** Unpacked size in bytes, counted while reading. */
  readonly unpackedBytes: number
}

const DEFAULT_LIMITS: PackageLimits = { entries: 100_000, unpackedBytes: 16 * 1024 ** 3, ratio: 1_000 }
const RATIO_FROM_BYTES = 10_000_000

/** Options of {@link readEntries}. */
export interface ReadOptions extends CallOptions {
  readonly limits?: Partial<PackageLimits> | undefined
  readonly problems: Problems
}

/** Unpacks every entry of a zip and checks names, kinds, sizes and checksums. */
export async function readEntries(path: string, { limits, problems, signal }: ReadOptions): Promise<PackageSummary> {
  const reader = new EntryReader({ ...DEFAULT_LIMITS, ...limits }, problems, signal)
  for await (const entry of walkZip(path, signal)) await reader.read(entry)
  return { entries: reader.files, unpackedBytes: reader.unpackedBytes }
}

class EntryReader {
  files = 0
  unpackedBytes = 0
  readonly #limits: PackageLimits
  readonly #problems: Problems
  readonly #signal: AbortSignal | undefined
  readonly #names = new Set<string>()
  #entries = 0

  constructor(limits: PackageLimits, problems: Problems, signal: AbortSignal | undefined) {
    this.#limits = limits
    this.#problems = problems
    this.#signal = signal
  }

  async read(item: ZipEntry): Promise<void> {
    const { name, entry } = item
    const say = (what: string) => this.#problems.add(`the entry ${JSON.stringify(name)} ${what}`)
    this.#entries += 1
    if (this.#entries > this.#limits.entries) {
      this.#problems.stop(`it holds more than ${this.#limits.entries} entries`)
    }
    const unsafe = unsafeName(name)
    if (unsafe !== undefined) say(unsafe)
    if (this.#names.has(name)) say('occurs twice')
    this.#names.add(name)
    if (isSymlink(entry)) say('is a symbolic link')
    if (entry.isEncrypted()) return say('is encrypted')
    if (name.endsWith('/')) return
    this.files += 1
    try {
      await this.#unpack(item, say)
    } catch (error) {
      this.#signal?.throwIfAborted()
      if (error instanceof EnoughProblems || isSystemError(error)) throw error
      say(`cannot be unpacked: ${toError(error).message}`)
    }
  }

  async #unpack(item: ZipEntry, say: (what: string) => void): Promise<void> {
    const { entry, zip } = item
    const local = await zip.readLocalFileHeaderPromise(entry)
    if (!local.fileName.equals(entry.fileNameRaw)) say('has another name in the directory than before its content')
    let bytes = 0
    let checksum = 0
    for await (const chunk of (await item.open()) as AsyncIterable<Buffer>) {
      this.#signal?.throwIfAborted()
      bytes += chunk.length
      this.unpackedBytes += chunk.length
      checksum = crc32(chunk, checksum)
      this.#expectWithin(bytes, item)
    }
    if (checksum !== entry.crc32) say('does not match its checksum')
  }

  #expectWithin(bytes: number, { name, entry }: ZipEntry): void {
    const { unpackedBytes, ratio } = this.#limits
    if (this.unpackedBytes > unpackedBytes) this.#problems.stop(`it unpacks to more than ${unpackedBytes} bytes`)
    if (bytes > RATIO_FROM_BYTES && bytes > entry.compressedSize * ratio) {
      this.#problems.stop(`the entry ${JSON.stringify(name)} unpacks to more than ${ratio} times its size`)
    }
  }
}

/** Whether reading failed, as opposed to what was read: that says nothing about the package. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
