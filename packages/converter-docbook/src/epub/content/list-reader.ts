import type { Block, List } from '../../tree/book.ts'
import { attribute, type XmlElement, type XmlNode } from '../xml/element.ts'
import { semanticTypes } from '../xml/semantic-types.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { HIDDEN } from './element-kinds.ts'
import { isNote } from './note-kinds.ts'
import { keepingLanguage } from './text-language.ts'

type Item = List['items'][number]

const NUMERATIONS: Readonly<Record<string, List['numeration']>> = {
  '1': 'arabic',
  a: 'loweralpha',
  A: 'upperalpha',
  i: 'lowerroman',
  I: 'upperroman',
}

/** Reads `ul` and `ol`. What stands in a list outside its items belongs to the item before; before the first it stands before the list. */
export function readList(element: XmlElement, context: DocumentContext): Block[] {
  const types = semanticTypes(element)
  context.openTypes.push(...types)
  const items: Item[] = []
  const before: Block[] = []
  let loose: XmlNode[] = []
  const endLoose = () => {
    const blocks = context.readBlocks(loose)
    loose = []
    if (blocks.length === 0) return
    const last = items.pop()
    if (last === undefined) before.push(...blocks)
    else items.push({ ...last, blocks: [...last.blocks, ...blocks] })
  }
  for (const child of element.children) {
    if (typeof child !== 'string' && child.name === 'li') {
      if (loose.length > 0) endLoose()
      const item = readItem(child, context)
      if (item !== undefined) items.push(item)
    } else if (typeof child === 'string' ? /\S/.test(child) : !HIDDEN.has(child.name)) loose.push(child)
  }
  if (loose.length > 0) endLoose()
  context.openTypes.length -= types.length
  return items.length === 0 ? before : [...before, listOf(element, items)]
}

function readItem(element: XmlElement, context: DocumentContext): Item | undefined {
  const types = semanticTypes(element)
  const id = attribute(element, 'id')
  const anchors = id === undefined || id === '' ? undefined : [anchorOfId(context, id)]
  const note = isNote(element, types, context)
  const blocks = context.readBlocks(keepingLanguage(element, 'div'))
  if (blocks.length === 0 && anchors === undefined) return undefined
  const item: Item = { anchors, blocks: blocks.length > 0 ? blocks : [{ kind: 'paragraph', content: [] }] }
  if (note) context.links.addNote(item)
  return item
}

function listOf(element: XmlElement, items: readonly Item[]): List {
  if (element.name !== 'ol') return { kind: 'list', ordered: false, items }
  const start = Number(attribute(element, 'start'))
  const numeration = NUMERATIONS[attribute(element, 'type') ?? '']
  return {
    kind: 'list',
    ordered: true,
    start: Number.isInteger(start) && start > 1 ? start : undefined,
    numeration,
    items,
  }
}
