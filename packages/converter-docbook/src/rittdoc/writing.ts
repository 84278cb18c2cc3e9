import type { ConvertWarning } from '@rittdoc-batch/core'
import type { Ids } from './ids.ts'

/** What every part of the writer works with. */
export interface Writing {
  readonly ids: Ids
  /** File name in the package of a media file of the book; undefined when the book has no such file. */
  media(name: string): string | undefined
  warn(warning: ConvertWarning): void
}
