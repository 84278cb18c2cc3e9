import { inlineWords } from '../structure/inline-words.ts'
import { isFileName } from '../structure/picture-words.ts'
import { titleWords } from '../structure/title-words.ts'
import type { Block, Book, Component, Image, Inline, Part, Section } from '../tree/book.ts'
import { mapBlocks } from '../tree/map-blocks.ts'

/** What stands where nobody wrote an alternative. */
const PLACEHOLDER =
  /^[^\p{L}\p{N}]*(?:image|img|picture|pic|svg|png|jpe?g|gif|photo|graphic|illustration|figure|bild|abbildung|imagen|immagine|imagem)[^\p{L}\p{N}]*$/iu
/** As many words of an alternative that stand in the text beside a picture are no chance. */
const LEAST_WORDS = 3

/**
 * Drops alternative texts of pictures that tell nobody anything: names of the file, words that stand for none (failure F30 of
 * the Web Content Accessibility Guidelines), and those that say again what the caption or the text beside the picture says.
 * Of a picture that is not there the words stay, unless they are those of its caption.
 */
export function usefulAlternatives(book: Book): Book {
  const names = new Map(book.media.map(({ name, filename }) => [name, filename]))
  const isEmpty = ({ media, alt = '' }: Image) => media !== undefined && isNoAlternative(alt, names.get(media) ?? '')
  const named = mapBlocks(book, (block) => [withAlternatives(block, isEmpty)])
  return { ...named, body: named.body.map(inPiece) }
}

function isNoAlternative(alt: string, filename: string): boolean {
  const stem = filename.replace(/\.\w+$/, '')
  return isFileName(alt) || PLACEHOLDER.test(alt) || (alt.trim() === stem && /[\d_]/.test(stem))
}

type IsEmpty = (image: Image) => boolean

function withAlternatives(block: Block, isEmpty: IsEmpty): Block {
  if (block.kind === 'paragraph') return { ...block, content: inContent(block.content, isEmpty) }
  if (block.kind !== 'figure') return block
  const title = wordsOf(inlineWords(block.title))
  return { ...block, images: silenced(block.images, (image) => isEmpty(image) || isIn(image, title, 1)) }
}

function inContent(content: readonly Inline[], isEmpty: IsEmpty): readonly Inline[] {
  return content.map((inline): Inline => {
    if (inline.kind === 'image')
      return isEmpty(inline.image) ? { ...inline, image: { media: inline.image.media } } : inline
    return inline.kind === 'style' || inline.kind === 'link' || inline.kind === 'url'
      ? { ...inline, content: inContent(inline.content, isEmpty) }
      : inline
  })
}

function inPiece(piece: Part | Component): Part | Component {
  return piece.kind === 'part' ? { ...piece, components: piece.components.map(inSection) } : inSection(piece)
}

function inSection<T extends Component | Section>(section: T): T {
  const texts = section.blocks.map((block) => wordsOf(textOf(block)))
  const title = wordsOf(inlineWords(section.title))
  const blocks = section.blocks.map((block, i): Block => {
    if (block.kind !== 'figure') return block
    const beside = [i === 0 ? title : (texts[i - 1] ?? ''), texts[i + 1] ?? '']
    const isSaid = (image: Image) => beside.some((text) => isIn(image, text, LEAST_WORDS))
    return { ...block, images: silenced(block.images, (image) => image.media !== undefined && isSaid(image)) }
  })
  return { ...section, blocks, sections: section.sections.map(inSection) }
}

function textOf(block: Block): string {
  return block.kind === 'paragraph' || block.kind === 'bridgehead' ? inlineWords(block.content) : ''
}

function silenced(images: readonly Image[], isSilent: (image: Image) => boolean): readonly Image[] {
  return images.map((image) => (isSilent(image) ? { media: image.media } : image))
}

/** Whether a text has the words of an alternative, at least so many, or no others. */
function isIn({ alt = '' }: Image, text: string, least: number): boolean {
  const words = wordsOf(alt)
  if (words === ' ') return false
  return words === text || (words.split(' ').length - 2 >= least && text.includes(words))
}

/** The words of a text with a space before and after each, to be compared; of none a space. */
function wordsOf(text: string): string {
  const words = titleWords(text)
  return words === '' ? ' ' : ` ${words} `
}
