import type { Block } from '../../tree/book.ts'

/** The block, found under these anchors too. */
export function withAnchors(block: Block, anchors: readonly string[]): Block {
  if (anchors.length === 0) return block
  if (block.kind === 'bibliography' || block.kind === 'index') {
    const [first, ...rest] = block.entries
    if (first === undefined) return block
    const entries = [{ ...first, anchors: [...anchors, ...(first.anchors ?? [])] }, ...rest]
    return { ...block, entries } as Block
  }
  return { ...block, anchors: [...anchors, ...(block.anchors ?? [])] }
}
