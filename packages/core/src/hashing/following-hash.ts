import type { FileHandle } from 'node:fs/promises'
import { type FileDigests, FileHasher, type HashedFile } from './file-hasher.ts'
import { hashDesk, ThreadFault } from './hash-desk.ts'

/** Smaller files are hashed at once: telling another thread would take as long. */
const THREAD_FROM_BYTES = 1024 * 1024

/** Options of {@link FollowingHash}. */
export interface FollowingHashOptions {
  /** How long the file will be. */
  readonly sizeBytes: number
  /** Also its MD5, which some services announce. @default false */
  readonly withMd5?: boolean | undefined
}

/**
 * For storages: the hashes of a file that is being downloaded, made while its parts are written in any order. What is
 * written is read back, which the page cache serves, on a thread of its own when the file is large. One step of it is in
 * memory, however far the parts run ahead of each other.
 */
export class FollowingHash {
  readonly #sizeBytes: number
  readonly #ending: { readonly [kind in 'digest' | 'drop']: () => Promise<FileDigests | undefined> }
  readonly #follow: (upTo: number) => void
  /** Ends of what is written ahead of the first gap, by their start. */
  readonly #ahead = new Map<number, number>()
  /** Everything before it is written. */
  #written = 0
  #hasEnded = false

  /** @param file open for reading and writing; close it only after {@link digest} or {@link close} */
  constructor(file: FileHandle, { sizeBytes, withMd5 = false }: FollowingHashOptions) {
    this.#sizeBytes = sizeBytes
    const hashed = { fd: file.fd, withMd5 }
    if (sizeBytes < THREAD_FROM_BYTES) {
      const hasher = new FileHasher(hashed)
      this.#follow = (upTo) => hasher.follow(upTo)
      this.#ending = { digest: async () => hasher.digest(), drop: async () => undefined }
    } else {
      const id = hashDesk.begin(hashed)
      this.#follow = (upTo) => hashDesk.follow(id, upTo)
      const digest = () => hashDesk.end(id, 'digest').catch((error) => hashHere(error, hashed, sizeBytes))
      this.#ending = { digest, drop: () => hashDesk.end(id, 'drop') }
    }
  }

  /** Tells that these bytes stand in the file now. Each byte is told once. */
  wrote(start: number, length: number): void {
    if (length === 0) return
    this.#ahead.set(start, start + length)
    const before = this.#written
    for (let end = this.#next(); end !== undefined; end = this.#next()) this.#written = end
    if (this.#written > before) this.#follow(this.#written)
  }

  /** Of the whole file, when every byte of it was told. @throws when one was not, or the file cannot be read */
  async digest(): Promise<FileDigests> {
    if (this.#written !== this.#sizeBytes)
      throw new Error(`only ${this.#written} of ${this.#sizeBytes} bytes were written`)
    this.#hasEnded = true
    const digests = await this.#ending.digest()
    if (digests === undefined) throw new Error('the hashing thread gave no digests')
    return digests
  }

  /** Lets go of the file, whatever has become of it: nothing is read from it after this resolves. Idempotent. */
  async close(): Promise<void> {
    if (this.#hasEnded) return
    this.#hasEnded = true
    await this.#ending.drop().catch(() => {}) // who closes it does not want to know any more
  }

  #next(): number | undefined {
    const end = this.#ahead.get(this.#written)
    this.#ahead.delete(this.#written)
    return end
  }
}

/** Without a thread, as where a bundler has left its file behind, the file is hashed in one go when it is whole. */
function hashHere(error: unknown, file: HashedFile, sizeBytes: number): FileDigests {
  if (!(error instanceof ThreadFault)) throw error
  const hasher = new FileHasher(file)
  hasher.follow(sizeBytes)
  return hasher.digest()
}
