import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { ConvertWarning } from '@rittdoc-batch/core'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { archiveError, corruptBook, encryptedBook, oversizedBook } from './archive-error.ts'
import { checkedBytes } from './checked-bytes.ts'
import { entryName, isSymlink, isUnsafeName } from './entry-name.ts'
import { LIMITS } from './limits.ts'

type Warn = (warning: ConvertWarning) => void

/**
 * The files of an ePub, read one at a time from disk. Names that lead out of the zip are not there; real bytes, not
 * announced ones, are held against {@link LIMITS}, and checksums are checked.
 */
export class EpubArchive {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #folded = new Map<string, string>()
  /** By the last part of a name: the name, or undefined when several end so. */
  readonly #byLastPart = new Map<string, string | undefined>()
  #hidden: ReadonlySet<string> = new Set()
  #totalBytes = 0

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
    for (const name of entries.keys()) {
      const last = lastPart(name)
      this.#folded.set(fold(name), name)
      this.#byLastPart.set(last, this.#byLastPart.has(last) ? undefined : name)
    }
  }

  /** @throws ConvertError `input` when the file is no zip, damaged, or a bomb */
  static async open(file: string, warn: Warn): Promise<EpubArchive> {
    if ((await stat(file)).size === 0) throw corruptBook('The file is empty')
    let zip: ZipFile | undefined
    try {
      zip = await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false })
      return new EpubArchive(zip, await listEntries(zip, warn))
    } catch (error) {
      zip?.close()
      throw archiveError(error)
    }
  }

  /** All names, in the order of the zip. */
  names(): Iterable<string> {
    return this.#entries.keys()
  }

  /** Names of the files that the zip itself encrypts. */
  encryptedNames(): string[] {
    return [...this.#entries].filter(([, entry]) => entry.isEncrypted()).map(([name]) => name)
  }

  /** From now on these files, which cannot be read, are not found. */
  hide(names: ReadonlySet<string>): void {
    this.#hidden = names
  }

  /** The name under which a file stands, also when it is asked for in other case or another Unicode form. */
  find(name: string): string | undefined {
    const found = this.#entries.has(name) ? name : this.#folded.get(fold(name))
    return found === undefined || this.#hidden.has(found) ? undefined : found
  }

  /** The only file with the last part of this name, for names that are right but for their folder. */
  findByLastPart(name: string): string | undefined {
    return this.#byLastPart.get(lastPart(name))
  }

  /**
   * The bytes of a file that is read as text.
   * @throws ConvertError `input` when it is not there, damaged, encrypted or too large
   */
  async read(name: string): Promise<Buffer> {
    const chunks: Buffer[] = []
    await this.stream(name, (chunk) => chunks.push(chunk))
    return Buffer.concat(chunks)
  }

  /** Passes the bytes of a file that is read as text on in pieces. @throws as {@link EpubArchive.read} */
  async stream(name: string, onChunk: (chunk: Buffer) => void): Promise<void> {
    await this.#unpack(name, LIMITS.textBytes, async (bytes) => {
      for await (const chunk of bytes) onChunk(chunk)
    })
  }

  /** Writes a file to `toFile`, without holding it in memory. @throws as {@link EpubArchive.read} */
  async extract(name: string, toFile: string): Promise<void> {
    await this.#unpack(name, LIMITS.entryBytes, (bytes) => pipeline(bytes, createWriteStream(toFile)))
  }

  close(): void {
    this.#zip.close()
  }

  async #unpack(name: string, limit: number, consume: (bytes: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
    const entry = this.#entries.get(this.find(name) ?? name)
    if (entry === undefined) throw corruptBook(`The zip has no file ${name}`)
    if (entry.isEncrypted()) throw encryptedBook(`The file ${name} in the zip is encrypted`)
    try {
      const stream = await this.#zip.openReadStreamPromise(entry)
      await consume(checkedBytes({ name, entry, stream, limit, count: (bytes) => this.#count(bytes) }))
    } catch (error) {
      throw archiveError(error)
    }
  }

  #count(bytes: number): void {
    this.#totalBytes += bytes
    if (this.#totalBytes > LIMITS.totalBytes) throw oversizedBook('The book unpacks to more than 4 GB')
  }
}

const lastPart = (name: string) => name.slice(name.lastIndexOf('/') + 1)

const fold = (name: string) => name.normalize('NFC').toLowerCase()

async function listEntries(zip: ZipFile, warn: Warn): Promise<Map<string, Entry>> {
  if (zip.entryCount > LIMITS.entries) throw oversizedBook(`The zip announces ${zip.entryCount} files`)
  const entries = new Map<string, Entry>()
  let totalBytes = 0
  for await (const entry of zip.eachEntry()) {
    const name = entryName(entry)
    if (isUnsafeName(name)) {
      warn({ code: 'unsafe_name', message: 'A file whose name leads out of the zip was ignored.', place: name })
      continue
    }
    if (isSymlink(entry)) {
      warn({ code: 'symbolic_link', message: 'A link to another file was ignored.', place: name })
      continue
    }
    if (name.endsWith('/')) continue
    if (entries.has(name))
      warn({ code: 'duplicate_name', message: 'Twice in the zip; the last one counts.', place: name })
    totalBytes += entry.uncompressedSize
    checkAnnounced(name, entry, totalBytes)
    entries.set(name, entry)
  }
  return entries
}

function checkAnnounced(name: string, entry: Entry, totalBytes: number): void {
  if (totalBytes > LIMITS.totalBytes) throw oversizedBook('The book unpacks to more than 4 GB')
  if (entry.uncompressedSize > LIMITS.entryBytes) throw oversizedBook(`The file ${name} unpacks to more than 1 GB`)
  const isLarge = entry.uncompressedSize > LIMITS.ratioFromBytes
  if (isLarge && entry.uncompressedSize > entry.compressedSize * LIMITS.ratio) {
    throw oversizedBook(`The file ${name} unpacks to more than ${LIMITS.ratio} times its size`)
  }
}
