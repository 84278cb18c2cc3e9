import { StorageError } from '@rittdoc-batch/core'
import { findPath, makeOneFolder, statPath } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { folderOf } from '../key-path.ts'
import { storageCode } from '../sftp-error.ts'

/** Makes a folder and those above it as needed; somebody else may be making the same ones. */
export async function makeFolder(session: SftpSession, path: string): Promise<void> {
  try {
    await makeOneFolder(session, path)
  } catch (error) {
    if (await isFolder(session, path)) return // OpenSSH only says that it failed
    if (storageCode(error) !== 'not_found' || path === '/') throw await explain(session, path, error)
    await makeFolder(session, folderOf(path))
    await makeLast(session, path)
  }
}

async function makeLast(session: SftpSession, path: string): Promise<void> {
  try {
    await makeOneFolder(session, path)
  } catch (error) {
    if (!(await isFolder(session, path))) throw error
  }
}

async function isFolder(session: SftpSession, path: string): Promise<boolean> {
  try {
    return (await statPath(session, path)).isDirectory()
  } catch (error) {
    if (storageCode(error) === 'not_found' || storageCode(error) === 'denied') return false
    throw error
  }
}

/** Servers only say that it failed; a file in the way is the one reason that can be found out. */
async function explain(session: SftpSession, path: string, error: unknown): Promise<unknown> {
  if (storageCode(error) !== 'unknown' || (await findPath(session, path)) === undefined) return error
  return new StorageError('exists', `Could not make the folder ${path}: something else stands there`, { cause: error })
}
