import type { Aside, Block, Equation, Inline, LineBlock, Paragraph, Quotation, TextLanguage } from '../tree/book.ts'
import { isBlank } from './inline-text.ts'
import { writeFigure } from './write-figure.ts'
import { writeImage, writeInlines } from './write-inlines.ts'
import { writeBibliographyAsList, writeDefinitions, writeIndexAsList, writeList } from './write-list.ts'
import { writeTable } from './write-table.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement, type XmlNode } from './xml-node.ts'

/** Where blocks stand: sections, list items and quotations take everything, the others less. */
export type BlockPlace = 'division' | 'sidebar' | 'admonition' | 'cell' | 'footnote' | 'definition' | 'dedication'

/** Kinds that a place does not take; the writer puts simpler elements in their stead, with the same text. */
const REFUSED: Readonly<Record<BlockPlace, ReadonlySet<string>>> = {
  division: new Set(),
  sidebar: new Set(['sidebar']),
  admonition: new Set(['sidebar', 'admonition']),
  cell: new Set(['sidebar', 'quotation', 'figure', 'table', 'equation', 'bridgehead']),
  footnote: new Set(['sidebar', 'admonition', 'figure', 'table', 'equation', 'bridgehead']),
  definition: new Set(['sidebar', 'admonition', 'bridgehead']),
  dedication: new Set(['sidebar', 'figure', 'table', 'equation', 'bridgehead', 'media']),
}

/** Whether an element of this kind may stand in a place. */
export function takes(place: BlockPlace, kind: string): boolean {
  return !REFUSED[place].has(kind)
}

/** Blocks as the elements of a place. */
export function writeBlocks(writing: Writing, blocks: readonly Block[], place: BlockPlace): XmlElement[] {
  return blocks.flatMap((block) => {
    const elements = writeBlock(writing, block, place)
    return isInLanguage(block) ? elements.map((one) => withLanguage(one, block)) : elements
  })
}

const isInLanguage = (block: Block): block is Block & TextLanguage =>
  ('language' in block && block.language !== undefined) || ('direction' in block && block.direction !== undefined)

/** What an element says itself counts more than what is around it. */
function withLanguage(one: XmlElement, { language, direction }: TextLanguage): XmlElement {
  const { lang = language, dir = direction } = one.attributes
  return { ...one, attributes: { ...one.attributes, lang, dir } }
}

function writeBlock(writing: Writing, block: Block, place: BlockPlace): XmlElement[] {
  switch (block.kind) {
    case 'paragraph':
      return writeParagraph(writing, block, place)
    case 'list':
      return writeList(writing, block)
    case 'definitions':
      return writeDefinitions(writing, block, place)
    case 'table':
      return writeTable(writing, block, place)
    case 'figure':
      return writeFigure(writing, block, place)
    case 'lines':
      return writeLines(writing, block, place)
    case 'quotation':
      return writeQuotation(writing, block, place)
    case 'aside':
      return writeAside(writing, block, place)
    case 'equation':
      return writeEquation(writing, block, place)
    case 'bridgehead':
      return writeHeading(writing, block.content, place, block.anchors)
    case 'bibliography':
      return writeBibliographyAsList(writing, block)
    case 'index':
      return writeIndexAsList(writing, block)
  }
}

function writeParagraph(writing: Writing, { anchors, content }: Paragraph, place: BlockPlace): XmlElement[] {
  const id = writing.ids.optional(anchors)
  const children = inlinesOf(writing, content, place)
  return children.length === 0 && id === undefined ? [] : [element('para', { id }, children)]
}

function inlinesOf(writing: Writing, content: readonly Inline[], place: BlockPlace, keepsLines = false): XmlNode[] {
  return writeInlines(writing, content, { inFootnote: place === 'footnote', keepsLines })
}

/** A heading that opens no section, or bold text where the format takes no such heading. */
export function writeHeading(
  writing: Writing,
  content: readonly Inline[],
  place: BlockPlace,
  anchors: readonly string[] = [],
): XmlElement[] {
  const id = writing.ids.optional(anchors)
  if (isBlank(content) && id === undefined) return []
  const children = inlinesOf(writing, content, place)
  if (takes(place, 'bridgehead')) return [element('bridgehead', { id }, children)]
  return [element('para', { id }, [element('emphasis', { role: 'strong' }, children)])]
}

function writeLines(writing: Writing, { role, anchors, content }: LineBlock, place: BlockPlace): XmlElement[] {
  const id = writing.ids.optional(anchors)
  return [element('literallayout', { id, role }, inlinesOf(writing, content, place, true))]
}

function writeQuotation(writing: Writing, quotation: Quotation, place: BlockPlace): XmlElement[] {
  const { attribution, blocks, role, anchors } = quotation
  if (!takes(place, 'quotation')) {
    return [
      ...writeBlocks(writing, blocks, place),
      ...(attribution ? writeParagraph(writing, { kind: 'paragraph', content: attribution }, place) : []),
    ]
  }
  const id = writing.ids.optional(anchors)
  const source =
    attribution && !isBlank(attribution) ? [element('attribution', {}, writeInlines(writing, attribution))] : []
  const content = writeBlocks(writing, blocks, 'division')
  return [element('blockquote', { id, role }, [...source, ...orEmpty(content)])]
}

function writeAside(writing: Writing, aside: Aside, place: BlockPlace): XmlElement[] {
  const isSidebar = aside.role === 'sidebar'
  if (!takes(place, isSidebar ? 'sidebar' : 'admonition')) {
    return [...writeHeading(writing, aside.title, place, aside.anchors), ...writeBlocks(writing, aside.blocks, place)]
  }
  const id = writing.ids.element('ad', aside.anchors)
  const title = isBlank(aside.title) ? [] : [element('title', {}, writeInlines(writing, aside.title))]
  const content = writeBlocks(writing, aside.blocks, isSidebar ? 'sidebar' : 'admonition')
  return [element(aside.role, { id }, [...title, ...orEmpty(content)])]
}

function writeEquation(writing: Writing, equation: Equation, place: BlockPlace): XmlElement[] {
  const { title, anchors, text, media } = equation
  const objects = media === undefined ? writeFormulaText(text) : writeImage(writing, { media, alt: text })
  if (objects.length === 0) return writeHeading(writing, title, place, anchors)
  if (!takes(place, 'equation')) {
    const object = element('inlinemediaobject', {}, objects)
    return [element('para', { id: writing.ids.optional(anchors) }, [...writeInlines(writing, title), object])]
  }
  const id = writing.ids.element('eq', anchors)
  const heading = isBlank(title) ? [] : [element('title', {}, writeInlines(writing, title))]
  return [element('equation', { id }, [...heading, element('mediaobject', {}, objects)])]
}

function writeFormulaText(text: string): XmlElement[] {
  return text.trim() === '' ? [] : [element('textobject', {}, [element('phrase', {}, [text])])]
}

/** Many elements may not be empty: an empty paragraph invents nothing. */
export function orEmpty(blocks: readonly XmlElement[]): readonly XmlElement[] {
  return blocks.length === 0 ? [element('para', {})] : blocks
}
