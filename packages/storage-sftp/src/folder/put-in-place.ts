import { StorageError } from '@rittdoc-batch/core'
import { findPath, removeFile, renameFile, replaceFile } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { storageCode } from '../sftp-error.ts'
import { asidePath } from '../temporary-name.ts'

/** Uploads of others to the same path may come in between so often. */
const TRIES = 10

/** Moves a finished upload to where it belongs, replacing what stands there. */
export async function putInPlace(session: SftpSession, temporary: string, path: string): Promise<void> {
  try {
    await replaceFile(session, temporary, path)
  } catch (error) {
    if (storageCode(error) !== 'unsupported') throw await explain(session, path, error)
    await replaceInSteps(session, temporary, path)
  }
}

/**
 * Without a rename that replaces there is a moment in which nothing stands at the path. The old object is moved aside
 * and not removed before the new one is in place, so that it can be moved back, here or by a later sweep.
 */
async function replaceInSteps(session: SftpSession, temporary: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await renameFile(session, temporary, path)
    } catch (error) {
      const standing = await findPath(session, path)
      if (standing === undefined || standing.isDirectory() || attempt === TRIES)
        throw await explain(session, path, error)
    }
    const aside = asidePath(path)
    if (!(await moveAside(session, path, aside))) continue
    try {
      await renameFile(session, temporary, path)
    } catch (error) {
      await renameFile(session, aside, path).catch(() => {}) // fails when somebody else has put another one there
      if (await findPath(session, aside)) await removeUnlessMissed(session, aside, path)
      if (attempt === TRIES) throw error
      continue
    }
    await removeFile(session, aside).catch(() => {}) // the upload is through; a later sweep removes it
    return
  }
}

/** @returns whether there still was something; else somebody else has just moved it */
async function moveAside(session: SftpSession, path: string, aside: string): Promise<boolean> {
  try {
    await renameFile(session, path, aside)
    return true
  } catch (error) {
    if (storageCode(error) === 'not_found') return false
    throw await explain(session, path, error)
  }
}

/** Removes what was moved aside, if something stands in its place. */
async function removeUnlessMissed(session: SftpSession, aside: string, path: string): Promise<void> {
  if (await findPath(session, path)) await removeFile(session, aside)
}

/** Servers only say that a rename failed; a folder in the way is the one reason that can be found out. */
async function explain(session: SftpSession, path: string, error: unknown): Promise<unknown> {
  if (storageCode(error) !== 'unknown') return error
  const standing = await findPath(session, path).catch(() => undefined)
  if (!standing?.isDirectory()) return error
  return new StorageError('exists', `Could not write ${path}: a folder stands there`, { cause: error })
}
