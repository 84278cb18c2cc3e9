import type { FlowItem } from '../layout/page-pieces.ts'
import type { Tag, TagNode } from './tag.ts'

/** An item of the flow with the nodes around it. */
export interface Entry {
  readonly item: FlowItem
  readonly tag: Tag
}

/** Entries that stand in one node below the one that is looked at, or, without a node, in that one itself. */
export interface Group {
  readonly node?: TagNode | undefined
  readonly entries: readonly Entry[]
}

/** Items with the nodes around them, none for what is outside of the tree. */
export function toEntries(flow: readonly FlowItem[]): Entry[] {
  return flow.map((item) => ({ item, tag: tagOf(item) ?? [] }))
}

function tagOf(item: FlowItem): Tag | undefined {
  if ('line' in item) return item.line.tagged?.tag
  return 'picture' in item ? item.picture.tagged?.tag : undefined
}

/**
 * Entries by the node at a depth, in the order in which the nodes begin. A node that goes on later, on the next page or after
 * a picture, is one group.
 */
export function groupByTag(entries: readonly Entry[], depth: number, isOneText = false): Group[] {
  const groups: Array<{ node: TagNode | undefined; entries: Entry[] }> = []
  const byKey = new Map<string, Entry[]>()
  for (const entry of entries) {
    const node = entry.tag[depth]
    const last = groups.at(-1)
    const open =
      node !== undefined
        ? byKey.get(node.key)
        : isOneText
          ? groups.find((group) => group.node === undefined)?.entries
          : last?.node === undefined
            ? last?.entries
            : undefined
    if (open !== undefined) open.push(entry)
    else {
      const own = [entry]
      groups.push({ node, entries: own })
      if (node !== undefined) byKey.set(node.key, own)
    }
  }
  return groups
}
