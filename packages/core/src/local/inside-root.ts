import { lstat, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StorageError } from '../errors.ts'
import { isInside } from './list-folder.ts'

/** @throws StorageError `denied` when a link on the way to a path leads out of the root */
export async function expectInside(path: string, realRoot: string): Promise<void> {
  if (!isInside(realRoot, await realpath(path))) throw leadsOut(path, realRoot)
}

/**
 * The same for a folder that may still have to be made: what is there of the way to it must lie inside, so that nothing is
 * made elsewhere.
 */
export async function expectInsideOnceMade(folder: string, realRoot: string): Promise<void> {
  try {
    await expectInside(folder, realRoot)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing || folder === dirname(folder)) throw error
    if (await isLink(folder)) throw leadsOut(folder, realRoot) // to nothing yet
    await expectInsideOnceMade(dirname(folder), realRoot)
  }
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (info) => info.isSymbolicLink(),
    () => false,
  )
}

function leadsOut(path: string, realRoot: string): StorageError {
  return new StorageError('denied', `Could not use ${path}: a link leads out of ${realRoot}`)
}
