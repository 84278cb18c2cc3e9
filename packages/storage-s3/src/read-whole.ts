import type { FileHandle } from 'node:fs/promises'

/** Reads a range of a file. @throws when the file ends before it */
export async function readWhole(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done)
    if (bytesRead === 0) throw new Error(`the local file ends at ${position + done} bytes while it is read`)
    done += bytesRead
  }
  return bytes
}
