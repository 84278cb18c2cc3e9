import type { Block, DefinitionList, Inline } from '../../tree/book.ts'
import { attribute, type XmlElement } from '../xml/element.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { HIDDEN } from './element-kinds.ts'
import { keepingLanguage } from './text-language.ts'

type Entry = DefinitionList['entries'][number]
type Building = { anchors: string[]; terms: Inline[][]; blocks: Block[]; isNote: boolean }

/** Reads `dl`. A definition without a term before it stays an ordinary block. */
export function readDefinitions(element: XmlElement, context: DocumentContext): Block[] {
  const before: Block[] = []
  const entries: Building[] = []
  for (const child of definitionParts(element)) {
    const id = attribute(child, 'id')
    const anchors = id === undefined || id === '' ? [] : [anchorOfId(context, id)]
    const last = entries.at(-1)
    if (child.name === 'dt') {
      const term = context.readText(keepingLanguage(child, 'span'))
      const isSameEntry = last !== undefined && last.blocks.length === 0
      const entry = isSameEntry ? last : { anchors: [], terms: [], blocks: [], isNote: false }
      entry.anchors.push(...anchors)
      if (term.length > 0) entry.terms.push(term)
      if (!isSameEntry) entries.push(entry)
    } else {
      const blocks = context.readBlocks(keepingLanguage(child, 'div'))
      if (last === undefined) before.push(...blocks)
      else {
        last.blocks.push(...blocks)
        last.anchors.push(...anchors)
      }
    }
  }
  const kept = entries.filter(({ terms, blocks, anchors }) => terms.length + blocks.length + anchors.length > 0)
  if (kept.length === 0) return before
  return [...before, { kind: 'definitions', entries: kept.map(finish) }]
}

const finish = ({ anchors, terms, blocks }: Building): Entry => ({ anchors, terms, blocks })

/** Terms and definitions; anything else counts as a definition. */
function definitionParts(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string')
      return /\S/.test(child) ? [{ ...element, name: 'dd', attributes: {}, children: [child] }] : []
    if (child.name === 'div' || child.name === 'section') return withId(definitionParts(child), attribute(child, 'id'))
    if (HIDDEN.has(child.name)) return []
    return child.name === 'dt' || child.name === 'dd'
      ? [child]
      : [{ ...child, name: 'dd', attributes: {}, children: [child] }]
  })
}

/** The id of a group is found at its first part. */
function withId([first, ...rest]: readonly XmlElement[], id: string | undefined): XmlElement[] {
  if (first === undefined) return []
  if (id === undefined) return [first, ...rest]
  const anchor: XmlElement = { ...first, name: 'span', attributes: { id }, children: [] }
  return [{ ...first, children: [anchor, ...first.children] }, ...rest]
}
