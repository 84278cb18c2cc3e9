import type { Entry } from 'yauzl'

/** File type bits of a Unix mode, as zips made on Unix carry it. */
const TYPE_BITS = 0o170000
const SYMLINK = 0o120000
const MADE_ON_UNIX = 3

/** What is dangerous about an entry's name or kind, as the end of a sentence; undefined when it is safe. */
export function unsafeName(
  entry: Pick<Entry, 'fileName' | 'externalFileAttributes' | 'versionMadeBy'>,
): string | undefined {
  const name = entry.fileName
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'has an absolute name'
  if (name.includes('\\')) return 'has a backslash in its name'
  if (name.split('/').includes('..')) return 'leads out of the package'
  if (/\p{Cc}/u.test(name)) return 'has control characters in its name'
  const isUnix = entry.versionMadeBy >> 8 === MADE_ON_UNIX
  if (isUnix && ((entry.externalFileAttributes >>> 16) & TYPE_BITS) === SYMLINK) return 'is a symbolic link'
  return undefined
}
