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

/** A piece of a word and its reading; undefined where it has none at all. */
interface Piece {
  readonly base: Inline[]
  reading?: Inline[]
}

/**
 * Reads `ruby`: every word followed by its reading. What is annotated piece by piece is one word with one reading, so that it
 * can be read and found; a piece without a reading ends it.
 */
export function readRuby(nodes: readonly XmlNode[], readAll: (nodes: readonly XmlNode[]) => Inline[]): Inline[] {
  const result: Inline[] = []
  let reading: Inline[] = []
  for (const piece of piecesOf(nodes, readAll)) {
    const next = piece.reading ?? []
    if (!isVisible(next)) result.push(...readingOf(reading.splice(0)))
    result.push(...piece.base)
    reading = [...reading, ...spaceBetween(reading, next), ...next]
  }
  return [...result, ...readingOf(reading)]
}

function piecesOf(nodes: readonly XmlNode[], readAll: (nodes: readonly XmlNode[]) => Inline[]): Piece[] {
  const pieces: Piece[] = []
  for (const node of nodes.filter((_, i) => !isGap(nodes, i))) {
    const name = typeof node === 'string' ? '' : node.name
    if (name === 'rp') continue
    let piece = pieces.at(-1)
    if (piece === undefined || (piece.reading !== undefined && name !== 'rt')) {
      piece = { base: [] }
      pieces.push(piece)
    }
    if (typeof node !== 'string' && name === 'rt') {
      piece.reading = [...(piece.reading ?? []), ...readAll([{ ...node, name: 'span' }])]
    } else piece.base.push(...readAll([node]))
  }
  return pieces
}

/** Readings in letters that are set with spaces stay apart. */
function spaceBetween(before: readonly Inline[], after: readonly Inline[]): Inline[] {
  const isSpaced = (text: string) => /^[\p{L}\p{M}]/u.test(text) && !EAST_ASIAN.test(text)
  const isApart = isSpaced(inlineText(before).trim()) && isSpaced(inlineText(after).trim())
  return isApart ? [{ kind: 'text', text: ' ' }] : []
}
