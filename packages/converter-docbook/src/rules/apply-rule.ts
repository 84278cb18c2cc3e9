import { BatchError, isBatchError, toError } from '@rittdoc-batch/core'
import type { Book } from '../tree/book.ts'
import type { BookRule, BookRuleContext } from './book-rule.ts'

/** The book as the rule wants it. @throws BatchError `hook` when the rule throws or gives no book */
export async function applyRule(rule: BookRule, book: Book, context: BookRuleContext): Promise<Book> {
  const changed = await attempt(rule, book, context)
  if (Array.isArray((changed as Partial<Book> | undefined)?.body)) return changed
  throw new BatchError('hook', `The rule for the books of ${context.publisher} gave no book`)
}

async function attempt(rule: BookRule, book: Book, context: BookRuleContext): Promise<Book> {
  try {
    return await rule(book, context)
  } catch (error) {
    if (isBatchError(error)) throw error
    const reason = toError(error).message
    throw new BatchError('hook', `The rule for the books of ${context.publisher} failed: ${reason}`, { cause: error })
  }
}
