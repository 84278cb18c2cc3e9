import { pathToFileURL } from 'node:url'
import { BatchError, toError } from '@rittdoc-batch/core'
import type { BookRule } from './book-rule.ts'

/** The rule that a module exports as `bookRule`. @throws BatchError `hook` when there is none */
export async function loadRule(path: string): Promise<BookRule> {
  const { bookRule } = await load(path)
  if (typeof bookRule === 'function') return bookRule as BookRule
  throw new BatchError('hook', `The module ${path} exports no function bookRule`)
}

async function load(path: string): Promise<{ readonly bookRule?: unknown }> {
  try {
    return await import(pathToFileURL(path).href)
  } catch (cause) {
    throw new BatchError('hook', `Could not load the rule ${path}: ${toError(cause).message}`, { cause })
  }
}
