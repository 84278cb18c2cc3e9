import { crc32 } from 'node:zlib'
import type { Entry } from 'yauzl'
import { corruptBook, oversizedBook } from './archive-error.ts'
import { LIMITS } from './limits.ts'

/** What {@link checkedBytes} checks. */
export interface CheckedBytes {
  readonly name: string
  readonly entry: Entry
  readonly stream: AsyncIterable<Buffer>
  /** Most bytes that the file may have. */
  readonly limit: number
  /** Told of every chunk; may throw when the whole book is too large. */
  count(bytes: number): void
}

/**
 * Passes a file's bytes on while counting them.
 * @throws ConvertError `input` with reason `limit` as soon as there are too many, `corrupt` when the checksum is wrong
 */
export async function* checkedBytes({ name, entry, stream, limit, count }: CheckedBytes): AsyncGenerator<Buffer> {
  let bytes = 0
  let checksum = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    count(chunk.length)
    if (bytes > limit) throw oversizedBook(`The file ${name} unpacks to more than ${Math.round(limit / 1024 ** 2)} MB`)
    if (bytes > LIMITS.ratioFromBytes && bytes > entry.compressedSize * LIMITS.ratio) {
      throw oversizedBook(`The file ${name} unpacks to more than ${LIMITS.ratio} times its size`)
    }
    checksum = crc32(chunk, checksum)
    yield chunk
  }
  if (checksum !== entry.crc32) throw corruptBook(`The checksum of ${name} in the zip is wrong`)
}
