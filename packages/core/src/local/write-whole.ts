import { type FileHandle, open, rm } from 'node:fs/promises'
import { copyBytes } from './copy-file.ts'

/** Writes a new private file with the whole content of `source`, flushed where `fsync`; or leaves none. */
export async function writeWhole(
  path: string,
  source: FileHandle,
  signal?: AbortSignal,
  fsync = false,
): Promise<{ sha256: string }> {
  const target = await open(path, 'wx', 0o644)
  try {
    const { sha256 } = await copyBytes(source, target, signal)
    if (fsync) await target.sync()
    await target.close()
    return { sha256 }
  } catch (error) {
    await target.close().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
}
