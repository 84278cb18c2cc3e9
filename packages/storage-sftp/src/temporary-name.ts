import { createHash, randomBytes } from 'node:crypto'
import { folderOf, nameOf } from './key-path.ts'

/** Names of what an upload to a path leaves when it is interrupted. Short, so that long names do not overflow. */
function startOf(path: string): string {
  return `.rittdoc-${createHash('sha256').update(nameOf(path)).digest('hex').slice(0, 16)}-`
}

/** A new path beside another: `.rittdoc-<hash of the name>-<random>.part`. */
export function temporaryPath(path: string): string {
  return besidePath(path, '.part')
}

/** A new path beside another for what stood there while it is replaced. */
export function asidePath(path: string): string {
  return besidePath(path, '.old.part')
}

/** What a name in the folder of a path is: the unfinished upload of that path, what it was to replace, or neither. */
export function leftoverKind(path: string, name: string): 'unfinished' | 'replaced' | undefined {
  if (!name.startsWith(startOf(path)) || !name.endsWith('.part')) return undefined
  return name.endsWith('.old.part') ? 'replaced' : 'unfinished'
}

function besidePath(path: string, ending: string): string {
  return `${folderOf(path).replace(/\/$/, '')}/${startOf(path)}${randomBytes(9).toString('hex')}${ending}`
}
