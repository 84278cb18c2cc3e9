import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { digestsOf, md5Of } from './file-hasher.ts'
import type { PlacedDigest, PlacedFile, ReadBytes, ReadFile } from './hash-orders.ts'

/** Writes a file, moves it and hashes it without giving way to anything else meanwhile. */
export function placeFileNow({ path, temporary, bytes, md5 }: PlacedFile): PlacedDigest | undefined {
  const fd = openSync(temporary, 'wx', 0o600)
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
  } finally {
    closeSync(fd)
  }
  const digests = digestsOf(bytes, md5 !== undefined)
  if (digests.md5 !== md5) return undefined
  renameSync(temporary, path)
  return { sha256: digests.sha256 }
}

/** Reads a file and hashes it without giving way to anything else meanwhile. */
export function readFileNow({ path, block, withMd5 }: ReadFile): ReadBytes | undefined {
  const fd = openSync(path, 'r')
  try {
    const { size } = fstatSync(fd)
    if (size > block.length) return undefined
    for (let done = 0; done < size; ) {
      const bytesRead = readSync(fd, block, done, size - done, done)
      if (bytesRead === 0) throw new Error(`the local file ends at ${done} bytes while it is read`)
      done += bytesRead
    }
    return { length: size, md5: withMd5 ? md5Of(block.subarray(0, size)) : undefined }
  } finally {
    closeSync(fd)
  }
}
