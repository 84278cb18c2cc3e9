import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from './read-range.ts'
import { readWhole } from './read-whole.ts'

const STEP_BYTES = 1024 * 1024

/**
 * Hashes a file from its start on while its ranges are written in any order. What is written next in order is hashed as
 * it passes; what has run ahead is read back later, which the page cache serves. So one step is in memory however far the
 * ranges run ahead of each other.
 */
export class FollowingHash {
  readonly #file: FileHandle
  readonly #sha256 = createHash('sha256')
  readonly #md5: Hash | undefined
  /** Ranges that are written, by their start. */
  readonly #written = new Map<number, ByteRange>()
  #step: Buffer | undefined
  /** Where the range starts that the next byte belongs to. */
  #start = 0
  #position = 0
  #isReading = false

  constructor(file: FileHandle, { withMd5 }: { readonly withMd5: boolean }) {
    this.#file = file
    this.#md5 = withMd5 ? createHash('md5') : undefined
  }

  /** Sees bytes that have been written. */
  pass(chunks: readonly Buffer[], position: number): void {
    if (this.#isReading || position !== this.#position) return
    for (const chunk of chunks) this.#update(chunk)
  }

  /**
   * Takes a range that is written to its end. Whoever brings the next one that is missing hashes it and those behind it;
   * when the calls for all ranges have ended, everything is hashed.
   */
  async add(range: ByteRange, signal: AbortSignal): Promise<void> {
    this.#written.set(range.start, range)
    if (this.#isReading) return
    this.#isReading = true
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#readUpTo(next, signal)
    this.#isReading = false
  }

  /** In hexadecimal, of all that was hashed. Can be called once. */
  digest(): { readonly sha256: string; readonly md5: string | undefined } {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5?.digest('hex') }
  }

  /** Where the range ends that the next byte belongs to; undefined while that is not written. */
  #next(): number | undefined {
    const range = this.#written.get(this.#start)
    if (range === undefined) return undefined
    this.#written.delete(this.#start)
    this.#start += range.length
    return this.#start
  }

  async #readUpTo(end: number, signal: AbortSignal): Promise<void> {
    while (this.#position < end) {
      signal.throwIfAborted()
      this.#step ??= Buffer.allocUnsafeSlow(STEP_BYTES)
      const bytes = this.#step.subarray(0, end - this.#position)
      await readWhole(this.#file, this.#position, bytes)
      this.#update(bytes)
    }
  }

  #update(bytes: Buffer): void {
    this.#sha256.update(bytes)
    this.#md5?.update(bytes)
    this.#position += bytes.length
  }
}
