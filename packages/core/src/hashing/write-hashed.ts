import { writeFile } from 'node:fs/promises'
import { digestsOf, type FileDigests } from './file-hasher.ts'
import { hashDesk, ThreadFault } from './hash-desk.ts'
import type { WrittenFile } from './hash-orders.ts'

/**
 * For storages: writes a small file that has come whole to a path where nothing is, readable by its owner alone, and
 * hashes it. One message to a thread takes the place of requests to the system for opening, writing and closing, each of
 * which costs as much as the writing itself.
 * @throws what the system says, with its `code`; a part of the file may be there then
 */
export async function writeHashed(file: WrittenFile): Promise<FileDigests> {
  try {
    return await hashDesk.write(file)
  } catch (error) {
    if (!(error instanceof ThreadFault)) throw error
    await writeFile(file.path, file.bytes, { mode: 0o600 }) // the thread may have begun it
    return digestsOf(file.bytes, file.withMd5)
  }
}
