import { isLink, type XmlNode } from './xml-node.ts'

/** Children as they stand when links without a target are dissolved: a link may turn out to be just its content. */
export function inlineNodes(children: readonly XmlNode[]): XmlNode[] {
  return children.flatMap((child) => (isLink(child) ? inlineNodes(child.children) : [child]))
}
