import type { Block, Inline } from '../../tree/book.ts'
import type { HolderFacts } from '../links/walk-tree.ts'

/** A note's blocks for its place in the text. Its way back stays, and leads to where the note is called. */
export function noteContent(note: HolderFacts): Block[] {
  return labelled(note.blocks.flatMap(spread), note.label ?? []).map(withInnerAnchors)
}

/** A note set as an aside is its content. */
function spread(block: Block): readonly Block[] {
  if (block.kind !== 'aside') return [block]
  return block.title.length > 0 ? [{ kind: 'paragraph', content: block.title }, ...block.blocks] : block.blocks
}

/** The number that stood beside the note stands before its text. */
function labelled([first, ...rest]: readonly Block[], label: readonly Inline[]): Block[] {
  const blocks = first === undefined ? rest : [first, ...rest]
  if (label.length === 0) return [...blocks]
  if (first?.kind !== 'paragraph') return [{ kind: 'paragraph', content: label }, ...blocks]
  return [{ ...first, content: [...label, { kind: 'text', text: ' ' }, ...first.content] }, ...rest]
}

/** A copy, because the block itself leaves its place; the anchors of a paragraph that stood alone go into its text. */
function withInnerAnchors(block: Block): Block {
  if (block.kind !== 'paragraph') return { ...block }
  const anchors = (block.anchors ?? []).map((anchor): Inline => ({ kind: 'anchor', anchor }))
  return { ...block, anchors: undefined, content: [...anchors, ...block.content] }
}
