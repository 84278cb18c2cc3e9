import type { OutlineNode } from '../../structure/outline.ts'
import type { Block, Inline } from '../../tree/book.ts'

/** A title at its depth. */
export interface HeadingItem {
  readonly heading: number
  readonly title: readonly Inline[]
  readonly anchors: readonly string[]
}

/** A piece of the book in reading order. */
export type Item = HeadingItem | { readonly block: Block }

/** Headings with what they govern; what stands before the first one is front matter without a title. */
export function buildOutline(items: readonly Item[]): OutlineNode[] {
  const roots: OutlineNode[] = []
  let stack: OutlineNode[] = []
  for (const item of items) {
    if ('block' in item) {
      const open = stack.at(-1) ?? toNode({ heading: 1, title: [], anchors: [] }, 'front')
      if (stack.length === 0) {
        roots.push(open)
        stack = [open]
      }
      open.blocks.push(item.block)
    } else {
      const node = toNode(item, undefined)
      stack = stack.filter(({ level, matter }) => level < item.heading && matter !== 'front')
      ;(stack.at(-1)?.children ?? roots).push(node)
      stack.push(node)
    }
  }
  return roots
}

function toNode(
  { heading, title, anchors }: Exclude<Item, { block: Block }>,
  matter: OutlineNode['matter'],
): OutlineNode {
  return {
    level: heading,
    title,
    subtitle: undefined,
    anchors: [...anchors],
    types: [],
    matter,
    rank: undefined,
    isFromToc: false,
    groupsEntries: false,
    isDocumentStart: false,
    path: '',
    language: undefined,
    blocks: [],
    children: [],
  }
}
