/** A piece of a fragment under construction. */
export type XmlNode = string | XmlElement | XmlLink | XmlBreak

/** An element; attributes that are undefined are left out. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | undefined>>
  readonly children: readonly XmlNode[]
}

/** A link inside the book: an element once its target has an id, else just its content. */
export interface XmlLink {
  readonly link: string
  readonly children: readonly XmlNode[]
}

/** A forced line break: the format has no element for it, but a processing instruction. */
interface XmlBreak {
  readonly break: true
}

/** Makes an element. */
export function element(
  name: string,
  attributes: XmlElement['attributes'],
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, attributes, children }
}

/** Whether a node is an element. */
export function isElement(node: XmlNode): node is XmlElement {
  return typeof node === 'object' && 'name' in node
}

/** Whether a node is a link inside the book. */
export function isLink(node: XmlNode): node is XmlLink {
  return typeof node === 'object' && 'link' in node
}
