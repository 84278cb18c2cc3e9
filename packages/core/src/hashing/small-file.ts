import { rmSync } from 'node:fs'
import { hashDesk, ThreadFault } from './hash-desk.ts'
import type { PlacedDigest, PlacedFile, ReadBytes, ReadFile } from './hash-orders.ts'
import { placeFileNow, readFileNow } from './small-file-now.ts'

/**
 * For storages: writes a small file that has come whole, readable by its owner alone, moves it to its path and hashes it. One
 * message to a thread takes the place of requests to the system for opening, writing, closing and renaming, each of which
 * costs as much as the writing itself.
 * @returns undefined when its MD5 is not what was announced; the file is then still at the temporary path
 * @throws what the system says, with its `code`; a part of the file may be at the temporary path then
 */
export async function placeFile(file: PlacedFile): Promise<PlacedDigest | undefined> {
  try {
    return await hashDesk.place(file)
  } catch (error) {
    if (!(error instanceof ThreadFault)) throw error
    rmSync(file.temporary, { force: true }) // the thread may have begun it
    return placeFileNow(file)
  }
}

/**
 * For storages: reads a small file into a block and hashes it, by one message to a thread.
 * @returns undefined when the file is larger than the block
 * @throws what the system says, with its `code`
 */
export async function readSmallFile(file: ReadFile): Promise<ReadBytes | undefined> {
  try {
    return await hashDesk.read(file)
  } catch (error) {
    if (!(error instanceof ThreadFault)) throw error
    return readFileNow(file)
  }
}
