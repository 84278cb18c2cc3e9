/** An element of a parsed document, namespaces reduced to what books need: the name without its prefix. */
export interface XmlElement {
  /** Without prefix, in lower case. */
  readonly name: string
  /** As written, with prefix. */
  readonly qualifiedName: string
  /** As written, with prefixes. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  /** From 1. */
  readonly line: number
}

/** An element or a piece of text. */
export type XmlNode = XmlElement | string

/** `epub:type` and `xlink:href` without their prefixes. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** The value of an attribute, by its name as written or, failing that, by its name without prefix. */
export function attribute(element: XmlElement, name: string): string | undefined {
  const direct = element.attributes[name]
  if (direct !== undefined) return direct
  for (const key in element.attributes) {
    if (key.length > name.length && key.endsWith(name) && localName(key) === name) return element.attributes[key]
  }
  return undefined
}

/** The child elements, text left out. */
export function childElements(element: XmlElement): XmlElement[] {
  return element.children.filter((child): child is XmlElement => typeof child !== 'string')
}

/** All elements below, in document order. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  for (const child of element.children) {
    if (typeof child === 'string') continue
    yield child
    yield* descendants(child)
  }
}

/** The first element below with one of these names. */
export function findElement(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  for (const child of element.children) {
    if (typeof child === 'string') continue
    if (names.includes(child.name)) return child
    const found = findElement(child, ...names)
    if (found !== undefined) return found
  }
  return undefined
}

/** All text below as it stands. */
export function rawText(element: XmlElement): string {
  let text = ''
  for (const child of element.children) text += typeof child === 'string' ? child : rawText(child)
  return text
}

/** All text below on one line. */
export const plainText = (element: XmlElement): string => rawText(element).replace(/\s+/g, ' ').trim()

/** Whether text stands directly in an element that is meant to hold elements only. */
export const hasLooseText = (element: XmlElement): boolean =>
  element.children.some((child) => typeof child === 'string' && /\S/.test(child))

/** The attributes without those that name the element's place. */
export function withoutId(element: XmlElement): Record<string, string> {
  const { id: _, name: __, ...rest } = element.attributes
  return rest
}
