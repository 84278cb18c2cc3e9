import { join } from 'node:path'
import { StorageError } from '../errors.ts'

/**
 * The local path of a key or prefix under a root. On the root `/` a key is an absolute path, elsewhere it is relative.
 * @throws StorageError `unsupported` for keys that name nothing inside the root
 */
export function keyPath(root: string, key: string): string {
  const relative = (root === '/' ? key.replace(/^\//, '') : key).replace(/\/$/, '')
  if (relative === '') return root
  const parts = relative.split('/')
  if (key.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new StorageError('unsupported', `Could not address ${JSON.stringify(key)}: not a path inside ${root}`, {
      key,
    })
  }
  return join(root, ...parts)
}
