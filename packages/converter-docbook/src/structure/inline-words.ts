import type { Block, Inline } from '../tree/book.ts'

/** The words of running text, pictures by their description, without footnotes and readings. */
export function inlineWords(content: readonly Inline[]): string {
  let text = ''
  for (const inline of content) {
    if (inline.kind === 'text' || inline.kind === 'equation') text += inline.text
    else if (inline.kind === 'break') text += ' '
    else if (inline.kind === 'image') text += inline.image.alt ?? ''
    else if ('content' in inline && !isReading(inline)) text += inlineWords(inline.content)
  }
  return text
}

const isReading = (inline: Inline) => inline.kind === 'style' && inline.style === 'ruby'

/** The blocks directly inside a block. */
export function innerBlocks(block: Block): readonly Block[] {
  switch (block.kind) {
    case 'list':
      return block.items.flatMap((item) => item.blocks)
    case 'definitions':
      return block.entries.flatMap((entry) => entry.blocks)
    case 'table':
      return [...block.head, ...block.body, ...block.foot].flat().flatMap((cell) => cell.blocks)
    case 'figure':
    case 'quotation':
    case 'aside':
      return block.blocks
    default:
      return []
  }
}

/** Length of a block's text in characters, counted no further than `limit`. */
export function textLength(blocks: readonly Block[], limit = Number.POSITIVE_INFINITY): number {
  let length = 0
  for (const block of blocks) {
    if ('content' in block) length += inlineWords(block.content).length
    if (length < limit) length += textLength(innerBlocks(block), limit - length)
    if (length >= limit) return length
  }
  return length
}

/** Whether a heading inside a block reads like this, and stays one: cells of a table have none. */
export function containsBridgehead(block: Block, matches: (title: string) => boolean): boolean {
  if (block.kind === 'bridgehead') return matches(inlineWords(block.content))
  if (
    (block.kind === 'aside' || block.kind === 'figure' || block.kind === 'table') &&
    matches(inlineWords(block.title))
  )
    return true
  if (block.kind === 'table') return false
  return innerBlocks(block).some((inner) => containsBridgehead(inner, matches))
}
