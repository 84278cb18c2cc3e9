import { isUtf8 } from 'node:buffer'
import type { Entry } from 'yauzl'
import { getFileNameLowLevel } from 'yauzl'

/** Name of a zip entry, with one `/` between folders and without steps to the folder itself. */
export function entryName(entry: Entry): string {
  return decodedName(entry)
    .replaceAll('\\', '/')
    .replace(/\/(?:\.?\/)+/g, '/')
    .replace(/^\.\//, '')
}

/**
 * Names of an ePub are UTF-8 (OCF 3.3, 4.2.3), also where zip programs, that of macOS among them, do not say so in the flags of the
 * entry; what cannot be is read as the flags say.
 */
function decodedName({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  if (isUtf8(fileNameRaw)) return fileNameRaw.toString()
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
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
