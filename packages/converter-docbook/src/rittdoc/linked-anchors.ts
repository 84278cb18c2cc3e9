import type { Book } from '../tree/book.ts'

/** Every anchor that some link in the book points to. */
export function linkedAnchors(book: Pick<Book, 'body'>): Set<string> {
  const targets = new Set<string>()
  const open: unknown[] = [book.body]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    if ('kind' in value && value.kind === 'link' && 'target' in value) targets.add(String(value.target))
    for (const child of Object.values(value)) if (typeof child === 'object') open.push(child)
  }
  return targets
}
