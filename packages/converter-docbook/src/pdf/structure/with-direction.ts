import { inlineWords } from '../../structure/inline-words.ts'
import type { Block, Book, Component, IndexEntry, Inline } from '../../tree/book.ts'
import { mapBlocks } from '../../tree/map-blocks.ts'
import { isRightToLeft } from '../layout/build-runs.ts'
import type { PageText } from '../layout/page-pieces.ts'

/**
 * Says of a book most of whose pages are written from right to left that it is; and of text and code in it that has no such
 * letters, that it is not.
 */
export function withDirection(book: Book, pages: readonly PageText[]): Book {
  const written = pages.filter(({ segments }) => segments.length > 0)
  const backward = written.filter(({ segments }) => segments.some(({ isBackward }) => isBackward))
  if (backward.length <= written.length / 2) return book
  const { body, ...rest } = mapBlocks(book, (block) => [forwardWithoutLetters(block)])
  const turned = (component: Component): Component => ({ ...component, direction: 'rtl' })
  return {
    ...rest,
    body: body.map((piece) =>
      piece.kind === 'part' ? { ...piece, components: piece.components.map(turned) } : turned(piece),
    ),
  }
}

function forwardWithoutLetters(block: Block): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'lines':
      return runsForward(block.content) ? { ...block, direction: 'ltr' } : block
    case 'bibliography':
      return { ...block, entries: block.entries.map(forwardEntry) }
    case 'index':
      return { ...block, entries: block.entries.map(forwardIndexEntry) }
    default:
      return block
  }
}

function forwardEntry<T extends { readonly content: readonly Inline[] }>(entry: T): T {
  if (!runsForward(entry.content)) return entry
  return { ...entry, content: [{ kind: 'style', style: 'plain', direction: 'ltr', content: entry.content }] }
}

function forwardIndexEntry(entry: IndexEntry): IndexEntry {
  return { ...forwardEntry(entry), entries: entry.entries.map(forwardIndexEntry) }
}

function runsForward(content: readonly Inline[]): boolean {
  const text = inlineWords(content)
  return /\p{L}/u.test(text) && !isRightToLeft(text)
}
