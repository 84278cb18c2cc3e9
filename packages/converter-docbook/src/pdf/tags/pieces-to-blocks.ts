import { inlineWords } from '../../structure/inline-words.ts'
import type { Block, Figure, Table } from '../../tree/book.ts'
import type { TextBlock } from '../layout/build-paragraphs.ts'
import { lineText } from '../layout/text-line.ts'
import { lineInlines } from '../structure/line-inlines.ts'
import { anchorsOf, type TextContext, textBlocks } from '../structure/text-blocks.ts'

/** Text that may still become part of a list or of code, or a block that is one; a caption as long as it has no owner. */
export type Piece = { readonly text: TextBlock; readonly isCaption?: boolean } | { readonly block: Block }

/** Text becomes paragraphs, lists and code; a caption beside a figure or table becomes its title. */
export function piecesToBlocks(pieces: readonly Piece[], context: TextContext): Block[] {
  const blocks: Block[] = []
  let text: TextBlock[] = []
  let caption: TextBlock | undefined
  const flush = () => {
    blocks.push(...textBlocks(text, context))
    text = []
  }
  for (const piece of pieces) {
    if ('block' in piece) {
      const title = isUntitled(piece.block) ? caption : undefined
      if (title !== undefined) text.pop()
      flush()
      blocks.push(title === undefined ? piece.block : titled(piece.block, title, context))
      caption = undefined
      continue
    }
    const [before, last] = [text.at(-1), blocks.at(-1)]
    if (piece.isCaption === true && before === undefined && last !== undefined && isUntitled(last)) {
      blocks[blocks.length - 1] = titled(last, piece.text, context)
      continue
    }
    if (before !== undefined && caption === undefined && goesOnNextPage(before, piece.text))
      text[text.length - 1] = { lines: [...before.lines, ...piece.text.lines] }
    else text.push(piece.text)
    caption = piece.isCaption === true ? piece.text : undefined
  }
  flush()
  return blocks
}

/** Programs that tag page by page begin a new paragraph on each. */
function goesOnNextPage({ lines: before }: TextBlock, { lines: [first] }: TextBlock): boolean {
  const last = before.at(-1)
  if (first === undefined || last === undefined || last.page >= first.page || last.size !== first.size) return false
  return /^\s*\p{Ll}/u.test(lineText(first)) && /[\p{L},-]\s*$/u.test(lineText(last))
}

function isUntitled(block: Block): block is Figure | Table {
  return (block.kind === 'figure' || block.kind === 'table') && inlineWords(block.title) === ''
}

function titled(block: Block, { lines }: TextBlock, context: TextContext): Block {
  if (!isUntitled(block)) return block
  const anchors = [...(block.anchors ?? []), ...anchorsOf(lines, context)]
  return { ...block, title: lineInlines(lines, context), anchors }
}
