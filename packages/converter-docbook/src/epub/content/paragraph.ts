import type { Block, Inline } from '../../tree/book.ts'
import { isVisible } from './inline-text.ts'
import { normalizeText } from './normalize-text.ts'

/**
 * Running text as a block: a paragraph; a figure when it is pictures alone; an equation when it is one formula alone.
 * Text that shows nothing gives its anchors only.
 */
export function paragraphOf(written: readonly Inline[]): { block?: Block; anchors: string[] } {
  const content = normalizeText(written)
  if (!isVisible(content)) return { anchors: collectAnchors(content) }
  const alone = onlyPictures(content)
  if (alone === undefined) return { block: { kind: 'paragraph', content }, anchors: [] }
  const anchors = collectAnchors(content)
  const images = alone.flatMap((inline) => (inline.kind === 'image' ? [inline.image] : []))
  if (images.length > 0) return { block: { kind: 'figure', title: [], images, blocks: [] }, anchors }
  const [formula] = alone
  if (formula?.kind !== 'equation') return { block: { kind: 'paragraph', content }, anchors: [] }
  return { block: { kind: 'equation', title: [], text: formula.text, media: formula.media }, anchors }
}

/** The anchors in running text. */
export function collectAnchors(content: readonly Inline[], found: string[] = []): string[] {
  for (const inline of content) {
    if (inline.kind === 'anchor') found.push(inline.anchor)
    else if ('content' in inline) collectAnchors(inline.content, found)
  }
  return found
}

/** The pictures, or the one formula, when there is nothing else; links and styles around them are looked through. */
function onlyPictures(content: readonly Inline[]): Inline[] | undefined {
  const found: Inline[] = []
  for (const inline of content) {
    if (inline.kind === 'image' || inline.kind === 'equation') found.push(inline)
    else if (inline.kind === 'text') {
      if (/\S/.test(inline.text)) return undefined
    } else if (inline.kind === 'style') {
      const inner = onlyPictures(inline.content)
      if (inner === undefined) return undefined
      found.push(...inner)
    } else if (inline.kind !== 'anchor' && inline.kind !== 'break') return undefined
  }
  const formulae = found.filter((inline) => inline.kind === 'equation').length
  return formulae === 0 || (formulae === 1 && found.length === 1) ? found : undefined
}
