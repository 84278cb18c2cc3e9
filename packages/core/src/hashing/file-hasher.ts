import { createHash, type Hash, hash } from 'node:crypto'
import { readSync } from 'node:fs'

const STEP_BYTES = 1024 * 1024
/** One for all hashers of a thread: nothing else runs while it is in use. */
let step: Buffer | undefined

/** Hashes of a whole file, in hexadecimal. */
export interface FileDigests {
  readonly sha256: string
  /** Undefined when it was not asked for. */
  readonly md5: string | undefined
}

/** The hashes of bytes that are all there. */
export function digestsOf(bytes: Uint8Array, withMd5: boolean): FileDigests {
  return { sha256: hash('sha256', bytes), md5: withMd5 ? md5Of(bytes) : undefined }
}

/** Of bytes that are all there, in hexadecimal. */
export function md5Of(bytes: Uint8Array): string {
  return hash('md5', bytes)
}

/** What is to be hashed. */
export interface HashedFile {
  /** Open for reading, until nothing is hashed any more. */
  readonly fd: number
  readonly withMd5: boolean
}

/** Hashes a file from its start as far as it is told, without giving way to anything else meanwhile. */
export class FileHasher {
  readonly #fd: number
  readonly #sha256 = createHash('sha256')
  readonly #md5: Hash | undefined
  #position = 0

  constructor({ fd, withMd5 }: HashedFile) {
    this.#fd = fd
    this.#md5 = withMd5 ? createHash('md5') : undefined
  }

  /** Hashes on up to this position. @throws when the file ends before it */
  follow(upTo: number): void {
    while (this.#position < upTo) {
      step ??= Buffer.allocUnsafeSlow(STEP_BYTES)
      const bytesRead = readSync(this.#fd, step, 0, Math.min(STEP_BYTES, upTo - this.#position), this.#position)
      if (bytesRead === 0) throw new Error(`the local file ends at ${this.#position} bytes while it is hashed`)
      const bytes = step.subarray(0, bytesRead)
      this.#sha256.update(bytes)
      this.#md5?.update(bytes)
      this.#position += bytesRead
    }
  }

  /** Of what was hashed so far. Can be called once. */
  digest(): FileDigests {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5?.digest('hex') }
  }
}
