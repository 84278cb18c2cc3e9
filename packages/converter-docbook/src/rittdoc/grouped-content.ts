import type { BibliographyList, Block, Component, DefinitionList, IndexList, Inline } from '../tree/book.ts'

/** The blocks that a glossary, a bibliography or an index is made of. */
export type ListBlock = DefinitionList | BibliographyList | IndexList

/** One group of a glossary, a bibliography or an index: a letter, a subject, or all of it. */
export interface Group<List extends ListBlock> {
  readonly title: readonly Inline[] | undefined
  readonly anchors: readonly string[]
  readonly lead: readonly Block[]
  readonly lists: readonly List[]
}

/** A component whose content is lists of one kind, as the format wants it: text first, then groups. */
export interface GroupedContent<List extends ListBlock> {
  readonly lead: readonly Block[]
  readonly groups: readonly Group<List>[]
}

/** The component seen as groups; undefined when it holds something in an order that the format does not take. */
export function groupedContent<List extends ListBlock>(
  component: Component,
  kind: List['kind'],
): GroupedContent<List> | undefined {
  const own = splitAtLists<List>(component.blocks, kind)
  if (own === undefined) return undefined
  const groups: Group<List>[] = own.lists.map((list) => ({ title: list.title, anchors: [], lead: [], lists: [list] }))
  for (const section of component.sections) {
    const content = splitAtLists<List>(section.blocks, kind)
    if (content === undefined || content.lists.length === 0 || section.sections.length > 0) return undefined
    if (kind === 'index' && !content.lead.every(isPlain)) return undefined
    groups.push({ title: section.title, anchors: section.anchors, ...content })
  }
  const filled = groups.filter(({ lists }) => lists.some((list) => list.entries.length > 0))
  return filled.length === 0 ? undefined : { lead: own.lead, groups: filled }
}

/** Divisions of an index take running text before their entries, and nothing else that every format knows. */
function isPlain({ kind }: Block): boolean {
  return kind === 'paragraph' || kind === 'lines'
}

/** Blocks divided into what comes before the first list, and the lists; undefined when something else follows. */
function splitAtLists<List extends ListBlock>(
  blocks: readonly Block[],
  kind: List['kind'],
): { readonly lead: readonly Block[]; readonly lists: readonly List[] } | undefined {
  const isList = (block: Block): block is List => block.kind === kind
  const first = blocks.findIndex(isList)
  if (first === -1) return { lead: blocks, lists: [] }
  const lists = blocks.slice(first).filter(isList)
  return lists.length === blocks.length - first ? { lead: blocks.slice(0, first), lists } : undefined
}
