import { findElement, plainText, type XmlElement, type XmlNode } from '../xml/element.ts'

/** Text beside the navigation from which a page counts as more than navigation. */
const OWN_TEXT = 200

/**
 * The navigation document without its navigation, when it stands in the reading order and has text or pictures of its own;
 * undefined when it is navigation only.
 */
export function withoutNavigation(root: XmlElement): XmlElement | undefined {
  const body = findElement(root, 'body')
  if (body === undefined) return undefined
  const rest = strip(body, (element) => element.name === 'nav')
  const text = plainText(strip(rest, (element) => /^(h[1-6]|script|style|canvas)$/.test(element.name)))
  if (text.length < OWN_TEXT && findElement(rest, 'img', 'svg', 'image', 'math', 'table') === undefined)
    return undefined
  return { ...root, children: root.children.map((child) => (child === body ? rest : child)) }
}

function strip(element: XmlElement, isGone: (element: XmlElement) => boolean): XmlElement {
  const children: XmlNode[] = []
  for (const child of element.children) {
    if (typeof child === 'string') children.push(child)
    else if (!isGone(child)) children.push(strip(child, isGone))
  }
  return { ...element, children }
}
