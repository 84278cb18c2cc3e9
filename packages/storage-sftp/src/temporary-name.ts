import { isTemporaryNameOf, temporaryName } from '@rittdoc-batch/core'
import { folderOf, nameOf } from './key-path.ts'

/** Ends the names of what is put aside. */
const ASIDE = '.old.part'

/** A new path beside another, for what becomes it. */
export function temporaryPath(path: string): string {
  return besidePath(path, temporaryName(nameOf(path)))
}

/** A new path beside another for what stood there while it is replaced. */
export function asidePath(path: string): string {
  return besidePath(path, temporaryName(nameOf(path), ASIDE))
}

/** What a name in the folder of a path is: the unfinished upload of that path, what it was to replace, or neither. */
export function leftoverKind(path: string, name: string): 'unfinished' | 'replaced' | undefined {
  if (!isTemporaryNameOf(name, nameOf(path))) return undefined
  return name.endsWith(ASIDE) ? 'replaced' : 'unfinished'
}

function besidePath(path: string, name: string): string {
  return `${folderOf(path).replace(/\/$/, '')}/${name}`
}
