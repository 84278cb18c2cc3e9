import type { FileHandle } from 'node:fs/promises'

/** Fills bytes with a range of a file. @throws when the file ends before it */
export async function readWhole(file: FileHandle, position: number, bytes: Buffer): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done)
    if (bytesRead === 0) throw new Error(`the local file ends at ${position + done} bytes while it is read`)
    done += bytesRead
  }
}
