import type { Entry } from 'yauzl'

/** File type bits of a Unix mode, as zips made on Unix carry it. */
const TYPE_BITS = 0o170000
const SYMLINK = 0o120000
const MADE_ON_UNIX = 3

/** What is dangerous about the name of an entry, as the end of a sentence; undefined when it is safe. */
export function unsafeName(name: string): string | undefined {
  if (name === '') return 'has no name'
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'has an absolute name'
  if (name.includes('\\')) return 'has a backslash in its name'
  if (name.split('/').includes('..')) return 'leads out of the package'
  if (/\p{Cc}/u.test(name)) return 'has control characters in its name'
  return undefined
}

/** Whether an entry is a symbolic link, which leads whoever unpacks it to a place of its choice. */
export function isSymlink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  return versionMadeBy >> 8 === MADE_ON_UNIX && ((externalFileAttributes >>> 16) & TYPE_BITS) === SYMLINK
}
