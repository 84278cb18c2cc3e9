import { StorageError } from '@rittdoc-batch/core'

/**
 * The remote path of a key or prefix below a root, which has no slash at its end.
 * @throws StorageError `unsupported` for keys that name nothing inside the root
 */
export function keyPath(root: string, key: string): string {
  const relative = key.replace(/\/$/, '')
  if (relative === '') return root === '' ? '/' : root
  const parts = relative.split('/')
  const isInside = !key.includes('\0') && !parts.some((part) => part === '' || part === '.' || part === '..')
  if (isInside && key.isWellFormed()) return `${root}/${relative}`
  const reason = isInside ? 'it cannot be written in UTF-8' : `not a path inside ${root || '/'}`
  throw new StorageError('unsupported', `Could not address ${JSON.stringify(key)}: ${reason}`, { key })
}

/** The folder that a remote path lies in. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** The name at the end of a remote path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Whether a real path lies in a real root, or is it. */
export function isInside(realRoot: string, path: string): boolean {
  return realRoot === '/' || path === realRoot || path.startsWith(`${realRoot}/`)
}
