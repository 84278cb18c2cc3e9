import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5'
import { oversizedBook } from '../archive/archive-error.ts'
import { LIMITS } from '../archive/limits.ts'
import { asHtml } from './as-html.ts'
import { localName, type XmlElement, type XmlNode } from './element.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/**
 * Parses a document that is not well-formed the way a browser would, but with XML's empty elements (`<a id="p1"/>`) and
 * CDATA sections understood.
 * @throws ConvertError `input`, reason `limit`, when it has more elements than any page: few tags can make many
 */
export function parseHtml(text: string): XmlElement {
  const document = parse(asHtml(text), { sourceCodeLocationInfo: true, treeAdapter: countingAdapter() })
  const root = document.childNodes.find(isElement)
  return root === undefined ? emptyElement() : convert(root, 0)
}

function countingAdapter(): typeof defaultTreeAdapter {
  let made = 0
  let open = 0
  return {
    ...defaultTreeAdapter,
    createElement(...parts) {
      made += 1
      if (made > LIMITS.elements) throw oversizedBook(`A page has more than ${LIMITS.elements} elements`)
      return defaultTreeAdapter.createElement(...parts)
    },
    onItemPush() {
      open += 1
      if (open > LIMITS.openElements) throw oversizedBook(`Elements of a page are nested ${open} deep`)
    },
    onItemPop() {
      open -= 1
    },
  }
}

const isElement = (node: Node): node is Element => 'tagName' in node

const emptyElement = (): XmlElement => ({ name: 'html', qualifiedName: 'html', attributes: {}, children: [], line: 1 })

function convert(element: Element, depth: number): XmlElement {
  const attributes: Record<string, string> = {}
  for (const { name, prefix, value } of element.attrs) attributes[prefix ? `${prefix}:${name}` : name] = value
  const children: XmlNode[] = []
  if (depth >= LIMITS.elementDepth) children.push(textsBelow(element))
  else {
    for (const child of element.childNodes) {
      if (isElement(child)) children.push(convert(child, depth + 1))
      else if ('value' in child) children.push(child.value)
    }
  }
  const line = element.sourceCodeLocation?.startLine ?? 0
  return { name: localName(element.tagName).toLowerCase(), qualifiedName: element.tagName, attributes, children, line }
}

/** All text below in order, without recursion: nesting may be endless here. */
function textsBelow(element: Element): string {
  let text = ''
  const waiting: Node[] = element.childNodes.toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isElement(node)) for (const child of node.childNodes.toReversed()) waiting.push(child)
    else if ('value' in node) text += node.value
  }
  return text
}
