import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** Writes the body of an answer to a file. */
export async function saveBody({ body }: Response, toFile: string): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const count = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      sizeBytes += chunk.length
      yield chunk
    }
  }
  await pipeline(body ?? ReadableStream.from([]), count, createWriteStream(toFile))
  return { sha256: hash.digest('hex'), sizeBytes }
}
