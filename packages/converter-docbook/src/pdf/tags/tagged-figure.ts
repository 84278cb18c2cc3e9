import type { Figure } from '../../tree/book.ts'
import { lineInlines } from '../structure/line-inlines.ts'
import { anchorsOf, type TextContext } from '../structure/text-blocks.ts'
import type { Entry } from './group-by-tag.ts'
import { innerBlocks, linesOf } from './tagged-blocks.ts'

/** A figure with its pictures, its caption, and what else is written in it. */
export function taggedFigure(
  entries: readonly Entry[],
  { depth, alternative }: { depth: number; alternative: string | undefined },
  context: TextContext,
): Figure {
  const isCaption = ({ tag }: Entry) => tag[depth]?.role === 'caption'
  const isPicture = ({ item }: Entry) => 'picture' in item
  const media = [...new Set(entries.flatMap(({ item }) => ('picture' in item ? [item.picture.media] : [])))]
  const shown = media.filter((name) => name !== undefined)
  const images = (shown.length > 0 ? shown : [undefined]).map((name, i) => ({
    ...(name !== undefined && { media: name }),
    ...(i === 0 && alternative !== undefined && { alt: alternative }),
  }))
  const caption = linesOf(entries.filter(isCaption))
  const others = entries.filter((entry) => !isCaption(entry) && !isPicture(entry))
  return {
    kind: 'figure',
    title: lineInlines(caption, context),
    anchors: anchorsOf(caption, context),
    images: images.filter(({ media: name, alt }) => name !== undefined || alt !== undefined),
    blocks: innerBlocks(others, depth, context),
  }
}
