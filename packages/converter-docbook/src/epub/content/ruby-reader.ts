import type { Inline } from '../../tree/book.ts'
import type { XmlElement, XmlNode } from '../xml/element.ts'
import { inlineText, isVisible } from './inline-text.ts'
import { normalizeText } from './normalize-text.ts'

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}]/u

/** The reading of a word in brackets behind it, as a page shows it that cannot set it above. */
export function readingOf(written: readonly Inline[]): Inline[] {
  const content = normalizeText(written)
  if (!isVisible(content)) return content
  const [open, close] = EAST_ASIAN.test(inlineText(content)) ? ['（', '）'] : ['(', ')']
  return [
    {
      kind: 'style',
      style: 'ruby',
      content: [{ kind: 'text', text: open }, ...content, { kind: 'text', text: close }],
    },
  ]
}

/** What a reading holds; a container of readings, those. */
export const readingNodes = ({ children }: XmlElement): XmlNode[] =>
  children.map((node) => (typeof node !== 'string' && node.name === 'rt' ? { ...node, name: 'span' } : node))

/** White space at the ends and beside a reading. */
function isGap(nodes: readonly XmlNode[], i: number): boolean {
  const node = nodes[i]
  if (typeof node !== 'string' || /\S/.test(node)) return false
  return [nodes[i - 1], nodes[i + 1]].some((next) => typeof next !== 'object' || /^r(t|tc|p)$/.test(next.name))
}

/** Reads `ruby`: every word followed by its reading. Readings in a row, a character each, are one. */
export function readRuby(nodes: readonly XmlNode[], readAll: (nodes: readonly XmlNode[]) => Inline[]): Inline[] {
  const result: Inline[] = []
  let reading: Inline[] = []
  const endReading = () => {
    result.push(...readingOf(reading))
    reading = []
  }
  for (const node of nodes.filter((_, i) => !isGap(nodes, i))) {
    const name = typeof node === 'string' ? '' : node.name
    if (typeof node !== 'string' && name === 'rt') reading.push(...readAll([{ ...node, name: 'span' }]))
    else if (name === 'rp') continue
    else {
      endReading()
      result.push(...readAll([node]))
    }
  }
  endReading()
  return result
}
