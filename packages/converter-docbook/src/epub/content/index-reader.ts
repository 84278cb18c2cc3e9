import type { Block, IndexEntry } from '../../tree/book.ts'
import { attribute, childElements, hasLooseText, type XmlElement, type XmlNode } from '../xml/element.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { isVisible } from './inline-text.ts'

/** Reads a list in an index: entries with the entries under them. Undefined when the list is not in an index. */
export function readIndex(list: XmlElement, context: DocumentContext): Block[] | undefined {
  if (!context.openTypes.some((type) => type === 'index' || type === 'index-entry-list' || type === 'index-group'))
    return undefined
  if (!isClean(list)) return undefined
  const entries = readEntries(list, context)
  return entries.length === 0 ? undefined : [{ kind: 'index', entries }]
}

function readEntries(list: XmlElement, context: DocumentContext): IndexEntry[] {
  return childElements(list).flatMap((item): IndexEntry[] => {
    if (isList(item)) return readEntries(item, context)
    const id = attribute(item, 'id')
    const anchors = id === undefined ? undefined : [anchorOfId(context, id)]
    const { own, lists } = split(item)
    const content = context.readText(own)
    const entries = lists.flatMap((inner) => readEntries(inner, context))
    return isVisible(content) ? [{ anchors, content, entries }] : entries
  })
}

const isList = (element: XmlElement) => element.name === 'ul' || element.name === 'ol'

/** Whether a list holds items and lists only, and so do those in its items. */
function isClean(list: XmlElement): boolean {
  if (hasLooseText(list)) return false
  return childElements(list).every((child) =>
    isList(child) ? isClean(child) : child.name === 'li' && split(child).lists.every(isClean),
  )
}

/** An item's own text, and the lists in it at any depth. */
function split(item: XmlElement): { own: XmlNode[]; lists: XmlElement[] } {
  const own: XmlNode[] = []
  const lists: XmlElement[] = []
  for (const child of item.children) {
    if (typeof child === 'string') own.push(child)
    else if (isList(child)) lists.push(child)
    else {
      const inner = split(child)
      own.push(inner.lists.length === 0 ? child : { ...child, children: inner.own })
      lists.push(...inner.lists)
    }
  }
  return { own, lists }
}
