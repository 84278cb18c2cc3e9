import type { Entry } from '@rittdoc-batch/core'
import type { FileEntryWithStats } from 'ssh2'
import { findPath, readFolder } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { toStoredObject, toUnreadable } from './remote-object.ts'
import { resolveLink } from './resolve-link.ts'

/** How many names that need another look are looked at together. */
const LOOKS = 32

/** What decodes to this was not UTF-8, or is this very character. */
const REPLACEMENT = '\uFFFD'

/** What is listed: a folder on the server, and the prefix that its keys begin with. */
export interface Folder {
  /** Without a slash at the end, but for the root of the server. */
  readonly path: string
  readonly prefix: string
  /** The storage's root, as it is named and without links. */
  readonly root: { readonly path: string; readonly realPath: string }
}

/** One level of a folder in byte order of the keys; folders sort with their trailing slash. */
export async function listFolder(session: SftpSession, folder: Folder): Promise<Entry[]> {
  const found = await readFolder(session, folder.path)
  const seen = new Set<string>()
  const entries: Entry[] = []
  for (let i = 0; i < found.length; i += LOOKS) {
    const looks = found.slice(i, i + LOOKS).map((entry) => {
      const isRepeated = seen.has(entry.filename) // two names that decode to the same
      seen.add(entry.filename)
      return isRepeated ? notUtf8(folder.prefix + entry.filename) : toEntry(session, folder, entry)
    })
    entries.push(...(await Promise.all(looks)))
  }
  return inByteOrder(entries)
}

async function toEntry(session: SftpSession, folder: Folder, found: FileEntryWithStats): Promise<Entry> {
  const name = found.filename
  const key = folder.prefix + name
  const path = `${folder.path.replace(/\/$/, '')}/${name}`
  if (name === '' || name.includes('/') || name.includes('\0')) return object(toUnreadable(key, 'its name is none'))
  const attrs = name.includes(REPLACEMENT) ? await findPath(session, path) : found.attrs
  if (attrs === undefined) return notUtf8(key)
  const kind = kindOf({ ...found, attrs })
  if (kind === 'd') return { kind: 'prefix', key: `${key}/` }
  if (kind === 'l') return resolveLink(session, folder, { path, key })
  return object(kind === '-' ? toStoredObject(key, attrs) : toUnreadable(key, 'not a regular file'))
}

/** The type letter of `ls`; servers that send no permissions still send such a line. */
function kindOf({ attrs, longname }: Pick<FileEntryWithStats, 'attrs' | 'longname'>): string {
  if (attrs.mode === undefined) return longname.slice(0, 1)
  if (attrs.isDirectory()) return 'd'
  if (attrs.isSymbolicLink()) return 'l'
  return attrs.isFile() ? '-' : '?'
}

function notUtf8(key: string): Entry {
  return object(toUnreadable(key, 'its name is not valid UTF-8'))
}

function object(stored: ReturnType<typeof toStoredObject>): Entry {
  return { kind: 'object', ...stored }
}

function inByteOrder(entries: readonly Entry[]): Entry[] {
  return entries
    .map((entry) => ({ entry, bytes: Buffer.from(entry.key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry)
}
