import type { XmlElement } from './element.ts'

const NAMESPACES: Readonly<Record<string, string>> = {
  xlink: 'http://www.w3.org/1999/xlink',
  svg: 'http://www.w3.org/2000/svg',
  m: 'http://www.w3.org/1998/Math/MathML',
  mml: 'http://www.w3.org/1998/Math/MathML',
  math: 'http://www.w3.org/1998/Math/MathML',
  epub: 'http://www.idpf.org/2007/ops',
  xhtml: 'http://www.w3.org/1999/xhtml',
  h: 'http://www.w3.org/1999/xhtml',
}

/** A piece of a document (SVG, MathML) as a file of its own, with the namespaces that it needs. */
export function serializeXml(element: XmlElement, namespace: string): string {
  const colon = element.qualifiedName.indexOf(':')
  const own = colon < 0 ? 'xmlns' : `xmlns:${element.qualifiedName.slice(0, colon)}`
  const declared: Record<string, string> = { [own]: namespace }
  for (const prefix of usedPrefixes(element)) {
    const known = NAMESPACES[prefix]
    if (known !== undefined && declared[`xmlns:${prefix}`] === undefined) declared[`xmlns:${prefix}`] = known
  }
  const attributes = { ...declared, ...element.attributes }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write({ ...element, attributes })}\n`
}

function usedPrefixes(element: XmlElement, found = new Set<string>()): Set<string> {
  for (const name of [element.qualifiedName, ...Object.keys(element.attributes)]) {
    const colon = name.indexOf(':')
    if (colon > 0) found.add(name.slice(0, colon))
  }
  for (const child of element.children) if (typeof child !== 'string') usedPrefixes(child, found)
  return found
}

function write(node: XmlElement): string {
  let attributes = ''
  for (const [name, value] of Object.entries(node.attributes)) attributes += ` ${name}="${escapeText(value)}"`
  if (node.children.length === 0) return `<${node.qualifiedName}${attributes}/>`
  const content = node.children.map((child) => (typeof child === 'string' ? escapeText(child) : write(child))).join('')
  return `<${node.qualifiedName}${attributes}>${content}</${node.qualifiedName}>`
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeText = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
