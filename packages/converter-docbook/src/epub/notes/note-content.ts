import type { Block, Inline } from '../../tree/book.ts'
import { withLanguage } from '../content/text-language.ts'
import type { MovedNote } from './find-notes.ts'

/** A note's blocks for its place in the text. Its way back stays, and leads to where the note is called. */
export function noteContent({ object, blocks, label }: MovedNote): Block[] {
  const content = labelled(blocks.flatMap(spread), label ?? [])
  // The block that is the note leaves its place; a copy of it stays in the note. Other notes in it leave it, too.
  return content.map((block) => (block === object ? { ...block } : block))
}

/** A note set as an aside is its content. */
function spread(block: Block): readonly Block[] {
  if (block.kind !== 'aside') return [block]
  const title: readonly Block[] = block.title.length > 0 ? [{ kind: 'paragraph', content: block.title }] : []
  return [...title, ...block.blocks].map((inner) => withLanguage(inner, block))
}

/** The number that stood beside the note stands before its text. */
function labelled([first, ...rest]: readonly Block[], label: readonly Inline[]): Block[] {
  const blocks = first === undefined ? rest : [first, ...rest]
  if (label.length === 0) return [...blocks]
  if (first?.kind !== 'paragraph') return [{ kind: 'paragraph', content: label }, ...blocks]
  return [{ ...first, content: [...label, { kind: 'text', text: ' ' }, ...first.content] }, ...rest]
}
