import type { Footnote, Image, Inline, InlineStyle, StyledText } from '../tree/book.ts'
import { languageAttributes } from './language-attributes.ts'
import { writeBlocks } from './write-blocks.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement, type XmlNode } from './xml-node.ts'

/** Where inline content stands, which decides what may stand in it. */
export interface InlinePlace {
  readonly inLink?: boolean
  readonly inFootnote?: boolean
  /** Inside elements that hold little more than text: sub- and superscript. */
  readonly isNarrow?: boolean
  /** Inside an index entry, which takes a picture of a formula but not the formula's own element. */
  readonly inIndex?: boolean
  /** Line ends are kept as they are, as in verse and code. */
  readonly keepsLines?: boolean
}

/** Inline content as the nodes of a paragraph, a title, a cell. */
export function writeInlines(writing: Writing, content: readonly Inline[], place: InlinePlace = {}): XmlNode[] {
  return content.flatMap((inline) => writeInline(writing, inline, place))
}

function writeInline(writing: Writing, inline: Inline, place: InlinePlace): XmlNode[] {
  switch (inline.kind) {
    case 'text':
      return inline.text === '' ? [] : [inline.text]
    case 'style':
      return writeStyle(writing, inline, place)
    case 'link':
      return writeLink(writing, inline, place)
    case 'url':
      return writeUrl(writing, inline, place)
    case 'footnote':
      return writeFootnote(writing, inline, place)
    case 'image':
      return writeInlineImage(writing, inline.image)
    case 'equation':
      return writeInlineEquation(writing, inline, place)
    case 'anchor': {
      const id = writing.ids.optional([inline.anchor])
      return id === undefined ? [] : [element('anchor', { id })]
    }
    case 'break':
      return [place.keepsLines ? '\n' : { break: true }]
  }
}

const ELEMENTS: Readonly<Record<InlineStyle, readonly [name: string, role?: string]>> = {
  emphasis: ['emphasis'],
  strong: ['emphasis', 'strong'],
  underline: ['emphasis', 'underline'],
  strikethrough: ['emphasis', 'strikethrough'],
  smallcaps: ['emphasis', 'smallcaps'],
  subscript: ['subscript'],
  superscript: ['superscript'],
  code: ['phrase', 'code'],
  quote: ['quote'],
  foreign: ['foreignphrase'],
  cite: ['citetitle'],
  ruby: ['phrase', 'ruby'],
  plain: ['phrase'],
}

function writeStyle(writing: Writing, styled: StyledText, place: InlinePlace): XmlNode[] {
  const { style, content } = styled
  const isScript = style === 'subscript' || style === 'superscript'
  if (isScript && hasFootnote(content)) return writeInlines(writing, content, place) // a footnote brings its own mark
  if (style === 'plain' && place.isNarrow) return writeInlines(writing, content, place)
  const language = languageAttributes(styled)
  if (style === 'code' && !place.isNarrow && isPlain(content))
    return [element('literal', language, writeInlines(writing, content, place))]
  const [name, role] = place.isNarrow && !isScript ? (['emphasis', style] as const) : ELEMENTS[style]
  const children = writeInlines(writing, content, isScript ? { ...place, isNarrow: true } : place)
  return children.length === 0 ? [] : [element(name, { role, ...language }, children)]
}

function writeLink(
  writing: Writing,
  { target, content }: { target: string; content: readonly Inline[] },
  place: InlinePlace,
): XmlNode[] {
  const children = writeInlines(writing, content, { ...place, inLink: true })
  return place.inLink ? children : [{ link: target, children }]
}

function writeUrl(
  writing: Writing,
  { url, content }: { url: string; content: readonly Inline[] },
  place: InlinePlace,
): XmlNode[] {
  const children = writeInlines(writing, content, { ...place, inLink: true })
  return place.inLink ? children : [element('ulink', { url }, children)]
}

function writeFootnote(writing: Writing, footnote: Footnote, place: InlinePlace): XmlNode[] {
  if (place.inFootnote || place.isNarrow) {
    writing.warn({ code: 'nested_footnote', message: 'A footnote inside a footnote was written as text in its place' })
    return footnote.blocks.flatMap((block) =>
      block.kind === 'paragraph' ? [' ', ...writeInlines(writing, block.content, place)] : [],
    )
  }
  const id = writing.ids.element('fn', footnote.anchors)
  const blocks = writeBlocks(writing, footnote.blocks, 'footnote')
  return [element('footnote', { id, label: footnote.mark }, blocks.length === 0 ? [element('para', {})] : blocks)]
}

function writeInlineImage(writing: Writing, image: Image): XmlNode[] {
  const objects = writeImage(writing, image)
  return objects.length === 0 ? [] : [element('inlinemediaobject', {}, objects)]
}

/** The picture and its alternative text; empty when the file is not there and nothing stands for it. */
export function writeImage(writing: Writing, { media, alt }: Image): XmlElement[] {
  const fileref = media === undefined ? undefined : writing.media(media)
  if (fileref === undefined && media !== undefined)
    writing.warn({ code: 'missing_image', message: `The image ${media} is not in the book` })
  const picture = fileref === undefined ? [] : [element('imageobject', {}, [element('imagedata', { fileref })])]
  const text = alt === undefined || alt.trim() === '' ? [] : [element('textobject', {}, [element('phrase', {}, [alt])])]
  return [...picture, ...text]
}

function writeInlineEquation(
  writing: Writing,
  equation: { text: string; media?: string | undefined },
  place: InlinePlace,
): XmlNode[] {
  if (equation.media === undefined) return equation.text === '' ? [] : [equation.text]
  const objects = writeImage(writing, { media: equation.media, alt: equation.text })
  if (objects.length === 0) return []
  const media = element('inlinemediaobject', {}, objects)
  return [place.isNarrow || place.inIndex ? media : element('inlineequation', {}, [media])]
}

function hasFootnote(content: readonly Inline[]): boolean {
  return content.some((inline) => inline.kind === 'footnote' || ('content' in inline && hasFootnote(inline.content)))
}

/** Whether content fits the element for literal text. */
function isPlain(content: readonly Inline[]): boolean {
  return content.every((inline) => {
    if (inline.kind === 'link' || inline.kind === 'url') return isPlain(inline.content)
    return inline.kind === 'text' || inline.kind === 'anchor'
  })
}
