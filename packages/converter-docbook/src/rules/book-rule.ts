import type { ConvertWarning } from '@rittdoc-batch/core'
import type { BookFormat } from '../detect-format.ts'
import type { Book } from '../tree/book.ts'

/** What a {@link BookRule} gets beside the book. */
export interface BookRuleContext {
  readonly publisher: string
  /** Key of the book in its storage. */
  readonly key: string
  readonly format: BookFormat
  /** Adds to the warnings of the book. */
  warn(warning: ConvertWarning): void
}

/**
 * What is done to the books of one publisher, and to no others: gets a book as it was read, and gives the book that is written.
 * Whatever it gives, the package is valid by construction; words that it takes out count as missing, unless their page goes
 * from `book.source`, too. One that throws fails the book with code `hook`; a ConvertError keeps its code.
 *
 * It must be the same for the same book, or the package is not.
 */
export type BookRule = (book: Book, context: BookRuleContext) => Book | Promise<Book>
