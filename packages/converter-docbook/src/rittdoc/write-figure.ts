import type { Figure } from '../tree/book.ts'
import { isBlank } from './inline-text.ts'
import { type BlockPlace, takes, writeBlocks } from './write-blocks.ts'
import { writeImage, writeInlines } from './write-inlines.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement } from './xml-node.ts'

/** A figure with its pictures; what else belongs to it follows, because a figure holds no paragraphs. */
export function writeFigure(writing: Writing, figure: Figure, place: BlockPlace): XmlElement[] {
  const media = writeMedia(writing, figure)
  const after = writeBlocks(writing, figure.blocks, place)
  if (media.length > 0 && takes(place, 'figure')) {
    const id = writing.ids.element('fg', figure.anchors)
    const title = element('title', {}, writeInlines(writing, figure.title))
    return [element('figure', { id }, [title, ...media]), ...after]
  }
  const id = writing.ids.optional(figure.anchors)
  const isMute = isBlank(figure.title) && id === undefined
  const caption = isMute
    ? []
    : [element('para', { id }, writeInlines(writing, figure.title, { inFootnote: place === 'footnote' }))]
  const shown = takes(place, 'media')
    ? media
    : media.map(({ children }) => element('para', {}, [element('inlinemediaobject', {}, children)]))
  return [...shown, ...caption, ...after]
}

function writeMedia(writing: Writing, { images }: Figure): XmlElement[] {
  return images.flatMap((image) => {
    const objects = writeImage(writing, image)
    return objects.length === 0 ? [] : [element('mediaobject', {}, objects)]
  })
}
