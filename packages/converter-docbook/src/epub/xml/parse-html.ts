import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { LIMITS } from '../archive/limits.ts'
import { localName, type XmlElement, type XmlNode } from './element.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/**
 * Parses a document that is not well-formed the way a browser would, but with XML's empty elements (`<a id="p1"/>`) and
 * CDATA sections understood.
 */
export function parseHtml(text: string): XmlElement {
  const document = parse(asHtml(text), { sourceCodeLocationInfo: true })
  const root = document.childNodes.find(isElement)
  return root === undefined ? emptyElement() : convert(root, 0)
}

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i
/** Declarations inside a document type would show as text. */
const DOCTYPE = /<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/i
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/g
const EMPTY_TAG = /<([A-Za-z][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)\/>/g

function asHtml(text: string): string {
  return text
    .replace(DOCTYPE, '')
    .replace(CDATA, (_, content: string) => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
    .replace(EMPTY_TAG, (tag, name: string, rest: string) => (VOID.test(name) ? tag : `<${name}${rest}></${name}>`))
}

const isElement = (node: Node): node is Element => 'tagName' in node

const emptyElement = (): XmlElement => ({ name: 'html', qualifiedName: 'html', attributes: {}, children: [], line: 1 })

function convert(element: Element, depth: number): XmlElement {
  const attributes: Record<string, string> = {}
  for (const { name, prefix, value } of element.attrs) attributes[prefix ? `${prefix}:${name}` : name] = value
  const children: XmlNode[] = []
  if (depth >= LIMITS.elementDepth) children.push(...textsBelow(element))
  else {
    for (const child of element.childNodes) {
      if (isElement(child)) children.push(convert(child, depth + 1))
      else if ('value' in child) children.push(child.value)
    }
  }
  const line = element.sourceCodeLocation?.startLine ?? 0
  return { name: localName(element.tagName).toLowerCase(), qualifiedName: element.tagName, attributes, children, line }
}

/** All texts below in order, without recursion: nesting may be endless here. */
function textsBelow(element: Element): string[] {
  const texts: string[] = []
  const waiting: Node[] = [...element.childNodes].reverse()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isElement(node)) waiting.push(...[...node.childNodes].reverse())
    else if ('value' in node) texts.push(node.value)
  }
  return texts
}
