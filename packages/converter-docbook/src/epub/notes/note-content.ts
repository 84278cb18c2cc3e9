import type { Block, Inline } from '../../tree/book.ts'
import { inlineText, isVisible } from '../content/inline-text.ts'
import { normalizeText } from '../content/normalize-text.ts'
import type { LinkRegister } from '../links/link-register.ts'
import type { MovedNote } from './find-notes.ts'

/**
 * A note's blocks for its place in the text. Its way back goes where it is a mere sign (`↩`); a number or a letter stays,
 * because the text may speak of the note by it, and still leads to where the note is called.
 */
export function noteContent(note: MovedNote, register: LinkRegister): Block[] {
  const blocks = labelled(note.blocks.flatMap(spread), note.label ?? [])
  const isSign = (inline: Inline): boolean => {
    if (inline.kind !== 'link') return false
    const leadsBack = note.referenceAnchors.has(inline.target) || register.factsOf(inline)?.isBacklink === true
    return leadsBack && !/[\p{L}\p{N}]/u.test(inlineText(inline.content))
  }
  return blocks.flatMap((block) => withoutSigns(block, isSign))
}

/** A note set as an aside is its content. */
function spread(block: Block): readonly Block[] {
  if (block.kind !== 'aside') return [block]
  return block.title.length > 0 ? [{ kind: 'paragraph', content: block.title }, ...block.blocks] : block.blocks
}

/** The number that stood beside the note stands before its text. */
function labelled([first, ...rest]: readonly Block[], label: readonly Inline[]): Block[] {
  const blocks = first === undefined ? rest : [first, ...rest]
  if (label.length === 0) return [...blocks]
  if (first?.kind !== 'paragraph') return [{ kind: 'paragraph', content: label }, ...blocks]
  return [{ ...first, content: [...label, { kind: 'text', text: ' ' }, ...first.content] }, ...rest]
}

function withoutSigns(block: Block, isSign: (inline: Inline) => boolean): Block[] {
  if (block.kind !== 'paragraph') return [block]
  const content = normalizeText(strip(block.content, isSign))
  const isEmpty = !isVisible(content) && isVisible(block.content)
  return isEmpty ? [] : [{ ...block, anchors: undefined, content: [...anchorInlines(block.anchors), ...content] }]
}

const anchorInlines = (anchors: readonly string[] = []): Inline[] =>
  anchors.map((anchor) => ({ kind: 'anchor', anchor }))

function strip(content: readonly Inline[], isSign: (inline: Inline) => boolean): Inline[] {
  return content.flatMap((inline): Inline[] => {
    if (isSign(inline)) return []
    if (inline.kind !== 'style') return [inline]
    const inner = strip(inline.content, isSign)
    return inner.length === inline.content.length ? [inline] : [{ ...inline, content: inner }]
  })
}
