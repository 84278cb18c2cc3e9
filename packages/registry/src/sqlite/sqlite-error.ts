import { isBatchError, RegistryError, type RegistryErrorCode, toError } from '@rittdoc-batch/core'

interface Translation {
  readonly match: RegExp
  readonly code: RegistryErrorCode
  readonly advice: string
}

const TRANSLATIONS: readonly Translation[] = [
  {
    match: /^SQLITE_(BUSY|LOCKED)/,
    code: 'locked',
    advice: 'another program holds a lock on it. Close that program, or wait until it is done',
  },
  {
    match: /^SQLITE_READONLY|^EACCES|^EROFS|^EPERM/,
    code: 'readonly',
    advice: 'it cannot be written. Check the owner and the mode of the file and of its folder',
  },
  {
    match: /^SQLITE_(CORRUPT|NOTADB)/,
    code: 'corrupt',
    advice: 'it is damaged, or no SQLite database. Restore a backup, or move it away to start with an empty one',
  },
  {
    match: /^SQLITE_FULL|^SQLITE_IOERR_SHMSIZE|^ENOSPC|^EDQUOT/,
    code: 'unavailable',
    advice: 'no space is left on the disk',
  },
  {
    match: /^SQLITE_CANTOPEN|^ENOENT|^ENOTDIR|^EISDIR/,
    code: 'unavailable',
    advice: 'the file or its folder cannot be opened',
  },
  { match: /^SQLITE_IOERR|^EIO/, code: 'unavailable', advice: 'the disk does not answer as it should' },
]

/** Turns what SQLite or the file system threw into a {@link RegistryError}; errors of ours pass through. */
export function sqliteError(error: unknown, path: string): Error {
  if (isBatchError(error)) return error
  const system = error instanceof Error && 'code' in error ? String(error.code) : ''
  const found = TRANSLATIONS.find(({ match }) => match.test(system))
  const reason = found ? `${found.advice} (${toError(error).message})` : toError(error).message
  return new RegistryError(found?.code ?? 'unknown', `Could not use the registry ${path}: ${reason}`, { cause: error })
}
