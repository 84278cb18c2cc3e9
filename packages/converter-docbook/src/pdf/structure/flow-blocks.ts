import type { Block, Inline } from '../../tree/book.ts'
import { drawnWords, linkedLabels } from '../drawings/drawn-words.ts'
import { buildParagraphs, type TextBlock } from '../layout/build-paragraphs.ts'
import type { DrawnPicture, FlowItem } from '../layout/page-pieces.ts'
import type { TextLine } from '../layout/text-line.ts'
import { spanInlines } from './line-inlines.ts'
import { tableBlock } from './table-block.ts'
import { anchorsOf, type TextContext, textBlocks } from './text-blocks.ts'

/**
 * Blocks of the items between two headings. A picture stands after the paragraph that was begun before it, and so does a note, in
 * the list or after the code that it stands beside.
 */
export function flowBlocks(flow: readonly FlowItem[], context: TextContext): Block[] {
  const paragraphs = buildParagraphs(
    flow.flatMap((item) => ('line' in item ? [item.line] : [])),
    context.spaced,
  )
  const [after, beside] = [new Map<TextLine | undefined, Block[]>(), new Map<TextLine | undefined, Block[]>()]
  let last: TextLine | undefined
  for (const item of flow) {
    const own = 'note' in item ? beside : after
    if ('line' in item) last = item.line
    else own.set(last, [...(own.get(last) ?? []), floatBlock(item, context)])
  }
  const blocks: Block[] = [...(beside.get(undefined) ?? []), ...(after.get(undefined) ?? [])]
  let text: TextBlock[] = []
  for (const paragraph of paragraphs) {
    text.push({ ...paragraph, notes: paragraph.lines.flatMap((line) => beside.get(line) ?? []) })
    const floats = paragraph.lines.flatMap((line) => after.get(line) ?? [])
    if (floats.length === 0) continue
    blocks.push(...textBlocks(text, context), ...floats)
    text = []
  }
  return [...blocks, ...textBlocks(text, context)]
}

/** A picture, a table or a note in the margin. */
export function floatBlock(item: Exclude<FlowItem, { line: TextLine }>, context: TextContext): Block {
  if ('table' in item) return { ...tableBlock(item.table, context), anchors: anchorsOf([item.table], context) }
  if ('note' in item) {
    const blocks = textBlocks(buildParagraphs(item.note.lines, context.spaced), context)
    return { kind: 'aside', role: 'sidebar', title: [], blocks }
  }
  const { media, drawn } = item.picture
  if (drawn?.isFormula === true) {
    const text = drawnWords(drawn) ?? ''
    return { kind: 'equation', title: [], anchors: anchorsOf([item.picture], context), text, media }
  }
  const parts = drawn?.parts.map((part) => ({ media: part })) ?? []
  const images = [{ media, alt: drawn && drawnWords(drawn) }, ...parts]
  const anchors = anchorsOf([item.picture], context)
  return { kind: 'figure', title: [], anchors, images, blocks: drawn ? linkedWords(drawn, context) : [] }
}

/** The words in a drawing that lead somewhere: a picture holds no links. */
function linkedWords(drawn: DrawnPicture, { hyphenation }: TextContext): Block[] {
  const words = linkedLabels(drawn).map(({ spans }) => spanInlines(spans, { hyphenation }))
  const content = words.flatMap((inlines, i): Inline[] =>
    i === 0 ? inlines : [{ kind: 'text', text: ', ' }, ...inlines],
  )
  return content.length === 0 ? [] : [{ kind: 'paragraph', content }]
}
