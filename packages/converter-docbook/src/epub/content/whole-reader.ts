import type { Block } from '../../tree/book.ts'
import { findElement, type XmlElement } from '../xml/element.ts'
import { readAside, sidebarRole } from './aside-reader.ts'
import { readBibliography } from './bibliography-reader.ts'
import { readDefinitions } from './definition-reader.ts'
import type { DocumentContext } from './document-context.ts'
import { readFigure } from './figure-reader.ts'
import { readIndex } from './index-reader.ts'
import { readCode } from './line-reader.ts'
import { readList } from './list-reader.ts'
import { isQuotation, readQuotation } from './quotation-reader.ts'
import { readTable } from './table-reader.ts'
import { isVerse, readVerse } from './verse-reader.ts'

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/** The blocks that an element is as a whole; undefined when it only holds others, or is a whole page with headings. */
export function readWhole(
  element: XmlElement,
  types: readonly string[],
  context: DocumentContext,
): readonly Block[] | undefined {
  switch (element.name) {
    case 'ul':
    case 'ol':
    case 'menu':
    case 'dir':
      return readIndex(element, context) ?? readBibliography(element, context) ?? readList(element, context)
    case 'dl':
      return readDefinitions(element, context)
    case 'table':
      return readTable(element, context)
    case 'pre':
      return [readCode(element, context)]
    case 'figure':
      return readFigure(element, context)
  }
  const isPage = context.wrappers.has(element)
  if (isPage && findElement(element, ...HEADINGS) !== undefined) return undefined
  if (isQuotation(element, types)) return [readQuotation(element, types, context)]
  const role = sidebarRole(element, types)
  if (role !== undefined && !(isPage && element.name === 'div')) return readAside(element, role, context)
  if (isVerse(element)) return readVerse(element, context)
  return undefined
}
