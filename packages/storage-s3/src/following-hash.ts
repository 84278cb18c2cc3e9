import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from './read-range.ts'
import { readWhole } from './read-whole.ts'

const STEP_BYTES = 1024 * 1024

/**
 * Hashes a file from its start on while its ranges are written in any order. It reads them back, which the page cache
 * serves, so it keeps one step in memory however far they run ahead of each other.
 */
export class FollowingHash {
  readonly #file: FileHandle
  readonly #sha256 = createHash('sha256')
  readonly #md5: Hash | undefined
  readonly #waiting = new Map<number, ByteRange>()
  readonly #step: Buffer
  #position = 0
  #isReading = false

  constructor(file: FileHandle, { sizeBytes, withMd5 }: { readonly sizeBytes: number; readonly withMd5: boolean }) {
    this.#file = file
    this.#md5 = withMd5 ? createHash('md5') : undefined
    this.#step = Buffer.allocUnsafeSlow(Math.min(STEP_BYTES, sizeBytes))
  }

  /**
   * Takes a range that has been written. Whoever brings the next one that is missing hashes it and those behind it; when
   * the calls for all ranges have ended, everything is hashed.
   */
  async add(range: ByteRange, signal: AbortSignal): Promise<void> {
    this.#waiting.set(range.start, range)
    if (this.#isReading) return
    this.#isReading = true
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#read(next, signal)
    this.#isReading = false
  }

  /** In hexadecimal, of all that was hashed. Can be called once. */
  digest(): { readonly sha256: string; readonly md5: string | undefined } {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5?.digest('hex') }
  }

  #next(): ByteRange | undefined {
    const range = this.#waiting.get(this.#position)
    this.#waiting.delete(this.#position)
    return range
  }

  async #read({ length }: ByteRange, signal: AbortSignal): Promise<void> {
    const end = this.#position + length
    while (this.#position < end) {
      signal.throwIfAborted()
      const bytes = this.#step.subarray(0, end - this.#position)
      await readWhole(this.#file, this.#position, bytes)
      this.#sha256.update(bytes)
      this.#md5?.update(bytes)
      this.#position += bytes.length
    }
  }
}
