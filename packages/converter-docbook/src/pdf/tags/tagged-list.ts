import type { BibliographyList, Block, List } from '../../tree/book.ts'
import { listMarker } from '../layout/list-marker.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'
import { lineInlines } from '../structure/line-inlines.ts'
import { bracketedReferences } from '../structure/references.ts'
import { anchorsOf, type TextContext } from '../structure/text-blocks.ts'
import { dropStart } from './drop-start.ts'
import { type Entry, type Group, groupByTag } from './group-by-tag.ts'
import { listNumbers } from './list-labels.ts'
import { innerBlocks, linesOf } from './tagged-blocks.ts'

/** An item, with and without what numbers or marks it. */
interface Item {
  readonly mark: string | undefined
  readonly anchors?: readonly string[]
  readonly blocks: readonly Block[]
  readonly whole: readonly Block[]
}

/** A list of the tree; `depth` is that of its items. */
export function taggedList(entries: readonly Entry[], depth: number, context: TextContext): List | BibliographyList {
  const items: Item[] = []
  for (const group of groupByTag(entries, depth)) {
    const last = items.at(-1)
    if (group.node?.role === 'item' || last === undefined) items.push(toItem(group, depth, context))
    else {
      const more = innerBlocks(group.entries, depth, context)
      items[items.length - 1] = { ...last, blocks: [...last.blocks, ...more], whole: [...last.whole, ...more] }
    }
  }
  const labels = items.map(({ mark }) => mark)
  const references = bracketedReferences({ labels, items })
  if (references !== undefined) return references
  const numbers = listNumbers(labels)
  return {
    kind: 'list',
    ...(numbers ?? { ordered: false }),
    items: items.map(({ anchors, blocks, whole }) => ({ anchors, blocks: numbers === undefined ? whole : blocks })),
  }
}

function toItem({ node, entries }: Group, depth: number, context: TextContext): Item {
  const inside = node?.role === 'item' ? depth + 1 : depth
  const isLabel = ({ item, tag }: Entry) => 'line' in item && tag[inside]?.role === 'label'
  const label = linesOf(entries.filter(isLabel))
  const others = entries.filter((entry) => !isLabel(entry))
  const blocks = innerBlocks(others, inside, context)
  if (label.length === 0) return unlabelled(linesOf(others)[0], blocks)
  const mark = label.map(lineText).join(' ')
  return { mark, anchors: anchorsOf(label, context), blocks, whole: withLabel(label, blocks, context) }
}

/** An item whose text may begin with its marker. */
function unlabelled(line: TextLine | undefined, blocks: readonly Block[]): Item {
  const marker = line && listMarker(lineText(line))
  const [first, ...rest] = blocks
  if (marker === undefined || first === undefined) return { mark: undefined, blocks, whole: blocks }
  const mark = marker.text
  // A bullet before text makes a list of one item, wherever it stands.
  if (first.kind === 'list' && first.items.length === 1)
    return { mark, blocks: [...(first.items[0]?.blocks ?? []), ...rest], whole: blocks }
  if (first.kind !== 'paragraph') return { mark: undefined, blocks, whole: blocks }
  const text = { ...first, content: dropStart(first.content, mark.trim().length) }
  return { mark, blocks: [text, ...rest], whole: blocks }
}

/** The label as the first words of the item. */
function withLabel(label: readonly TextLine[], blocks: readonly Block[], context: TextContext): readonly Block[] {
  const content = lineInlines(label, context)
  const [first, ...rest] = blocks
  if (first?.kind !== 'paragraph') return [{ kind: 'paragraph', content }, ...blocks]
  return [{ ...first, content: [...content, { kind: 'text', text: ' ' }, ...first.content] }, ...rest]
}
