import { writeFile } from 'node:fs/promises'
import { digestsOf, type FileDigests } from './file-hasher.ts'
import { hashDesk, ThreadFault } from './hash-desk.ts'

/**
 * For storages: writes a small file that has come whole to a path where nothing is, readable by its owner alone, and
 * hashes it. One message to a thread takes the place of requests to the system for opening, writing and closing, each of
 * which costs as much as the writing itself.
 * @throws what the system says, with its `code`; a part of the file may be there then
 */
export async function writeHashed(path: string, bytes: Uint8Array, withMd5: boolean): Promise<FileDigests> {
  try {
    return await hashDesk.write({ path, bytes, withMd5 })
  } catch (error) {
    if (!(error instanceof ThreadFault)) throw error
    await writeFile(path, bytes, { mode: 0o600 }) // the thread may have begun it
    return digestsOf(bytes, withMd5)
  }
}
