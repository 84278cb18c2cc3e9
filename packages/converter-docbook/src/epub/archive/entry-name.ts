import type { Entry } from 'yauzl'
import { getFileNameLowLevel } from 'yauzl'

/** Name of a zip entry, decoded as its flags say, with one `/` between folders and without steps to the folder itself. */
export function entryName(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
  return name
    .replaceAll('\\', '/')
    .replace(/\/(?:\.?\/)+/g, '/')
    .replace(/^\.\//, '')
}

/** Whether a name points out of the folder that it would be unpacked to. */
export function isUnsafeName(name: string): boolean {
  return name.startsWith('/') || /^[A-Za-z]:\//.test(name) || name.includes('\0') || name.split('/').includes('..')
}

const TYPE_BITS = 0o170000
const LINK = 0o120000
const MADE_ON_UNIX = 3

/** Whether an entry is a symbolic link: its content is the name of another file, and no page or picture. */
export function isSymlink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  return versionMadeBy >> 8 === MADE_ON_UNIX && ((externalFileAttributes >>> 16) & TYPE_BITS) === LINK
}
