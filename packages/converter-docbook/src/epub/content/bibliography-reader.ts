import type { BibliographyList, Block, Inline } from '../../tree/book.ts'
import { attribute, childElements, hasLooseText, type XmlElement } from '../xml/element.ts'
import { semanticTypes } from '../xml/semantic-types.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { isBlock } from './element-kinds.ts'
import { keepingLanguage } from './text-language.ts'

const isEntry = (item: XmlElement) => semanticTypes(item).includes('biblioentry')

/**
 * Reads a list of works: its items say so, or it is a plain list in a bibliography. A numbered list that does not say so
 * stays a numbered list, because its numbers are what the text refers to.
 */
export function readBibliography(list: XmlElement, context: DocumentContext): Block[] | undefined {
  const items = childElements(list)
  if (hasLooseText(list) || !items.every((item) => item.name === 'li')) return undefined
  const saysSo = items.length > 0 && items.every(isEntry)
  const isPlain = list.name === 'ul' && context.openTypes.includes('bibliography')
  if (items.length === 0 || !(saysSo || isPlain) || !items.every(isOneText)) return undefined
  const entries = items.map((item): BibliographyList['entries'][number] => {
    const id = attribute(item, 'id')
    const anchors = id === undefined ? undefined : [anchorOfId(context, id)]
    return { anchors, content: context.readText(keepingLanguage(item, 'span')) }
  })
  const kept = entries.filter((entry): boolean => hasText(entry.content))
  return kept.length === 0 ? undefined : [{ kind: 'bibliography', entries: kept }]
}

const hasText = (content: readonly Inline[]) => content.length > 0

/** Whether an item is one stretch of running text: at most one paragraph around it, no other blocks. */
function isOneText(item: XmlElement): boolean {
  const blocks = childElements(item).filter(isBlock)
  if (blocks.length === 0) return true
  return blocks.length === 1 && blocks.every((block) => /^(p|div)$/.test(block.name) && isOneText(block))
}
