import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { errorCode, folderName, type Storage } from '@rittdoc-batch/core'

/**
 * A key where packages go, under a name that no scan takes for a book. The same on every look from this machine, so that
 * one that was killed leaves nothing that the next does not take away.
 */
export function scratchKey(folder: string): string {
  const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
  return `${folder}.rittdoc-doctor-${machine}.part`
}

/**
 * The folder, or where it is not there yet the nearest above it that is, because folders that an upload makes would stay.
 * Where there are no folders, every prefix is there.
 */
export async function standingFolder(storage: Storage, wanted: string, signal: AbortSignal): Promise<string> {
  let folder = wanted
  while (folder !== '' && !(await isThere(storage, folder, signal))) folder = folderName(folder.slice(0, -1))
  return folder
}

async function isThere(storage: Storage, folder: string, signal: AbortSignal): Promise<boolean> {
  try {
    for await (const _ of storage.list(folder, { signal })) break
    return true
  } catch (error) {
    if (errorCode(error) === 'not_found') return false
    throw error
  }
}
