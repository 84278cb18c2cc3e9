import type { Block, Inline, Quotation } from '../../tree/book.ts'
import { childElements, descendants, type XmlElement, type XmlNode } from '../xml/element.ts'
import { classNames, semanticTypes } from '../xml/semantic-types.ts'
import type { DocumentContext } from './document-context.ts'
import { isBlock } from './element-kinds.ts'
import { keepingLanguage } from './text-language.ts'

/** Whether an element quotes: a `blockquote`, or anything that calls itself an epigraph. */
export function isQuotation(element: XmlElement, types: readonly string[]): boolean {
  return element.name === 'blockquote' || isEpigraph(element, types)
}

function isEpigraph(element: XmlElement, types: readonly string[]): boolean {
  if (types.includes('epigraph')) return true
  return element.name === 'div' && classNames(element).includes('epigraph')
}

/** Reads a quotation; who said it stands apart where the source sets it apart. */
export function readQuotation(element: XmlElement, types: readonly string[], context: DocumentContext): Quotation {
  const last = childElements(element).findLast((child) => child.children.length > 0)
  const names = last !== undefined && isAttribution(last) ? last : undefined
  const nodes = element.children.filter((child) => child !== names)
  const blocks = readQuoted(element, nodes, context)
  const attribution: readonly Inline[] = names === undefined ? [] : context.readText(keepingLanguage(names, 'span'))
  const role = isEpigraph(element, types) ? 'epigraph' : undefined
  if (blocks.length === 0) return { kind: 'quotation', role, blocks: [{ kind: 'paragraph', content: attribution }] }
  return { kind: 'quotation', role, attribution: attribution.length > 0 ? attribution : undefined, blocks }
}

const readQuoted = (element: XmlElement, nodes: readonly XmlNode[], context: DocumentContext): Block[] =>
  context.readBlocks(element.name === 'p' ? [{ ...element, attributes: {}, children: nodes }] : nodes)

function isAttribution(element: XmlElement): boolean {
  if (element.name === 'footer') return !isEndOfLetter(element)
  if (element.name !== 'p' && element.name !== 'div') return false
  return classNames(element).some((name) =>
    /^(attribution|epigraph-?(source|attribution|author)|quote-?source)$/.test(name),
  )
}

const END_OF_LETTER = new Set('valediction signature sender postscript'.split(' '))

/** Whether a footer is what somebody wrote below a letter, which stays there, rather than who is quoted. */
const isEndOfLetter = (footer: XmlElement): boolean =>
  childElements(footer).filter(isBlock).length > 1 ||
  [footer, ...descendants(footer)].some((part) => semanticTypes(part).some((type) => END_OF_LETTER.has(type)))
