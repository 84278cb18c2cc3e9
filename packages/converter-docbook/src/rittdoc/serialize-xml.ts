import { isElement, isLink, type XmlNode } from './xml-node.ts'
import { escapeAttribute, escapeXml } from './xml-text.ts'

/** The id for a link's target; undefined when nothing in the book has it. */
export type ResolveLink = (target: string) => string | undefined

/** Elements that hold other elements only: a line end after each of their children does not change the text. */
const BLOCKS = new Set(
  `book bookinfo part partintro chapter preface appendix dedication glossary bibliography index indexdiv glossdiv bibliodiv
  sect1 sect2 sect3 sect4 sect5 figure table tgroup thead tbody row itemizedlist orderedlist listitem blockquote epigraph
  sidebar note tip warning caution important glosslist glossentry glossdef mediaobject imageobject authorgroup personname`.split(
    /\s+/,
  ),
)

/** Writes a tree as XML text, resolving its links. */
export function serializeXml(node: XmlNode, resolve: ResolveLink): string {
  const parts: string[] = []
  write(node, resolve, parts)
  return parts.join('')
}

function write(node: XmlNode, resolve: ResolveLink, parts: string[]): void {
  if (typeof node === 'string') parts.push(escapeXml(node))
  else if (isElement(node)) writeElement(node.name, node, resolve, parts)
  else if (isLink(node)) writeLink(node, resolve, parts)
  else parts.push('<?lb?>')
}

function writeLink(node: { link: string; children: readonly XmlNode[] }, resolve: ResolveLink, parts: string[]): void {
  const linkend = resolve(node.link)
  if (linkend === undefined) for (const child of node.children) write(child, resolve, parts)
  else writeElement('link', { attributes: { linkend }, children: node.children }, resolve, parts)
}

function writeElement(
  name: string,
  { attributes, children }: { attributes: Readonly<Record<string, string | undefined>>; children: readonly XmlNode[] },
  resolve: ResolveLink,
  parts: string[],
): void {
  parts.push('<', name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) parts.push(' ', key, '="', escapeAttribute(value), '"')
  }
  if (children.length === 0) {
    parts.push('/>')
    return
  }
  const isBlock = BLOCKS.has(name)
  parts.push(isBlock ? '>\n' : '>')
  for (const child of children) {
    write(child, resolve, parts)
    if (isBlock) parts.push('\n')
  }
  parts.push('</', name, '>')
}
