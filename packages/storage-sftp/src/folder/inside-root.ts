import { StorageError } from '@rittdoc-batch/core'
import { realPath } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { folderOf, isInside } from '../key-path.ts'
import { storageCode } from '../sftp-error.ts'

/** Whether a path lies inside the real root, links followed. Nothing lies outside of `/`, so nothing is asked then. */
export async function liesInside(session: SftpSession, path: string, realRoot: string): Promise<boolean> {
  return realRoot === '/' || isInside(realRoot, await realPath(session, path))
}

/** @throws StorageError `denied` when a link on the way to a path leads out of the root */
export async function expectInside(session: SftpSession, path: string, realRoot: string): Promise<void> {
  if (await liesInside(session, path, realRoot)) return
  throw new StorageError('denied', `Could not use ${path}: a link leads out of ${realRoot}`)
}

/** The same for a folder that may still have to be made: what is there of the way to it must lie inside. */
export async function expectInsideOnceMade(session: SftpSession, folder: string, realRoot: string): Promise<void> {
  try {
    await expectInside(session, folder, realRoot)
  } catch (error) {
    if (storageCode(error) !== 'not_found' || folder === '/') throw error
    await expectInsideOnceMade(session, folderOf(folder), realRoot)
  }
}
