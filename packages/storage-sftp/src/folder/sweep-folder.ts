import { findPath, readFolder, removeFile, renameFile } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { folderOf } from '../key-path.ts'
import { leftoverKind } from '../temporary-name.ts'

/**
 * Clears away what interrupted uploads to a path left. What was moved aside to be replaced goes back when nothing
 * stands at the path. @returns how much was cleared away
 */
export async function sweepFolder(session: SftpSession, path: string): Promise<number> {
  const folder = folderOf(path)
  let cleared = 0
  for (const { filename } of await readFolder(session, folder)) {
    const kind = leftoverKind(path, filename)
    if (kind === undefined) continue
    const leftover = `${folder.replace(/\/$/, '')}/${filename}`
    const isMissed = kind === 'replaced' && (await findPath(session, path)) === undefined
    if (isMissed) await renameFile(session, leftover, path)
    else await removeFile(session, leftover)
    cleared++
  }
  return cleared
}
