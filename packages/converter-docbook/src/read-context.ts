import type { ConvertOptions, ConvertWarning } from '@rittdoc-batch/core'
import type { Book } from './tree/book.ts'

/** What a reader gets beside the path of the book. */
export interface ReadContext {
  /** An empty private folder where the reader puts the book's images and other side files. */
  readonly mediaDir: string
  readonly options: ConvertOptions
  /** Tells of something missing, dropped or repaired; never of something invented, because nothing is. */
  warn(warning: ConvertWarning): void
  /** How far the reading is, 0 to 1. */
  progress(fraction: number, step?: string): void
}

/**
 * Reads one book into the intermediate tree.
 * @throws ConvertError `input` with `reason` `corrupt`, `encrypted`, `unsupported`, `limit` or `content_lost`, and a message
 *   that says what is wrong with the book
 */
export type Reader = (input: string, context: ReadContext) => Promise<Book>
