import { HIDDEN, isBlock } from './content/element-kinds.ts'
import { findElement, type XmlElement } from './xml/element.ts'

/** What has no words of the page's own: formulae, drawings, and what stands in for something else. */
const NOT_TEXT = new Set('math svg switch object video audio iframe noscript'.split(' '))

/** The text of a page as it stands there, a line per block. */
export function sourceText(root: XmlElement): string {
  const lines = linesOf(findElement(root, 'body') ?? root).split('\n')
  return lines.flatMap((line) => line.trim() || []).join('\n')
}

function linesOf(element: XmlElement): string {
  let text = ''
  for (const child of element.children) {
    if (typeof child === 'string') text += child.replace(/\s+/g, ' ')
    else if (HIDDEN.has(child.name) || NOT_TEXT.has(child.name)) text += ' '
    else if (child.name === 'br') text += ' '
    else text += isBlock(child) ? `\n${linesOf(child)}\n` : linesOf(child)
  }
  return text
}
