import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

const CHUNK_BYTES = 1024 * 1024

/** Copies from the start of one open file to another, in bounded memory. @returns byte count and SHA-256 (hex) */
export async function copyBytes(
  from: FileHandle,
  to: FileHandle,
  signal?: AbortSignal,
): Promise<{ sizeBytes: number; sha256: string }> {
  const { size } = await from.stat()
  const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK_BYTES, size)))
  const hash = createHash('sha256')
  let position = 0
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await from.read(chunk, 0, chunk.length, position)
    if (bytesRead === 0) return { sizeBytes: position, sha256: hash.digest('hex') }
    const bytes = chunk.subarray(0, bytesRead)
    hash.update(bytes)
    await writeAll(to, bytes, position)
    position += bytesRead
  }
}

/** One write call may write less than asked. */
async function writeAll(to: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await to.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
