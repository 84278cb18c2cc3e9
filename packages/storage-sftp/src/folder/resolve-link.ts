import type { Entry } from '@rittdoc-batch/core'
import { realPath, statPath } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { isInside } from '../key-path.ts'
import { storageCode } from '../sftp-error.ts'
import type { Folder } from './list-folder.ts'
import { toStoredObject, toUnreadable } from './remote-object.ts'

/**
 * What a link in a listing is. A link to a file inside the root is that file, one to a folder inside the root is that
 * folder; every other link is shown with the reason why it is not followed. Behind a link to a folder no other such
 * link is followed, and none that leads to where it lies: a walk comes to an end.
 */
export async function resolveLink(
  session: SftpSession,
  folder: Folder,
  link: { readonly path: string; readonly key: string },
): Promise<Entry> {
  try {
    const looks = [realPath(session, link.path), realPath(session, folder.path), statPath(session, link.path)] as const
    const [target, home, facts] = await Promise.all(looks)
    if (!isInside(folder.root.realPath, target)) return unreadable(link.key, 'a link that leads out of the root')
    if (facts.isFile()) return { kind: 'object', ...toStoredObject(link.key, facts) }
    if (!facts.isDirectory()) return unreadable(link.key, 'not a regular file')
    if (isInside(target, home)) return unreadable(link.key, 'a link to a folder that it lies in')
    if (home !== placeOf(folder)) return unreadable(link.key, 'a link to a folder, behind another one')
    return { kind: 'prefix', key: `${link.key}/` }
  } catch (error) {
    if (storageCode(error) === 'not_found') return unreadable(link.key, 'a link to nothing')
    throw error
  }
}

/** Where a folder lies when no link is on the way from the root to it. */
function placeOf({ path, root }: Folder): string {
  const below = path.slice(root.path.length).replace(/^\//, '')
  if (below === '') return root.realPath
  return root.realPath === '/' ? `/${below}` : `${root.realPath}/${below}`
}

function unreadable(key: string, reason: string): Entry {
  return { kind: 'object', ...toUnreadable(key, reason) }
}
