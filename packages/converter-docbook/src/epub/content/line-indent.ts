import { childElements, type XmlElement, type XmlNode } from '../xml/element.ts'
import { classNames } from '../xml/semantic-types.ts'
import { isBlock } from './element-kinds.ts'

/** What makers of verse call a line that is set in: `i2`, `indent`, `line-indent-1`. */
const INDENT = /^(?:i|(?:line|verse)?-?indent-?)(\d)$|^(?:(?:line|verse)-?)?indent$/

/** Spaces that stay at the start of a line, as many as the line is set in by its class. */
export function lineIndent(line: XmlElement): string {
  for (const name of classNames(line)) {
    const found = INDENT.exec(name)
    if (found !== null) return '\u2003'.repeat(Number(found[1] ?? 1))
  }
  return ''
}

/** Lines that breaks end, those set in with spaces before them. Text without breaks stays as it is. */
export function indentLines(nodes: readonly XmlNode[]): readonly XmlNode[] {
  if (!nodes.some(endsLine)) return nodes
  let isLineStart = true
  return nodes.map((node) => {
    if (typeof node === 'string') {
      if (/\S/.test(node)) isLineStart = false
      return node
    }
    const spaces = isLineStart && !isBlock(node) ? lineIndent(node) : ''
    isLineStart = endsLine(node)
    return spaces === '' ? node : { ...node, children: [spaces, ...node.children] }
  })
}

/** Whether what follows a node is another line. */
const endsLine = (node: XmlNode): boolean => {
  if (typeof node === 'string') return false
  const last = childElements(node).at(-1)
  return node.name === 'br' || (last !== undefined && endsLine(last))
}
