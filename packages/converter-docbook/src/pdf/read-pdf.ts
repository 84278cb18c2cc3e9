import { ConvertError } from '@rittdoc-batch/core'
import type { ReadContext, Reader } from '../read-context.ts'
import type { Block, Book } from '../tree/book.ts'
import type { OutlineEntry, PageLink, PdfDocument } from './engine/pdf-document.ts'
import { openPdf } from './engine/pdfjs-document.ts'
import { buildLines } from './layout/build-lines.ts'
import { buildParagraphs, type TextBlock } from './layout/build-paragraphs.ts'
import { Hyphenation } from './layout/hyphenation.ts'
import { inReadingOrder } from './layout/reading-order.ts'
import { RunningHeads } from './layout/running-heads.ts'
import { lineText, type Span, type TextLine } from './layout/text-line.ts'
import { isFigure, PictureStore } from './picture-store.ts'
import { blockInlines } from './structure/block-inlines.ts'
import { buildBody, type Item } from './structure/build-body.ts'
import { type Heading, headingsFromFonts, headingsFromOutline } from './structure/find-headings.ts'
import { pdfMetadata } from './structure/pdf-metadata.ts'

/** A picture between the lines. */
interface Picture {
  readonly page: number
  readonly top: number
  readonly media: string
}

/** Everything that was read from the pages. */
interface Pages {
  readonly lines: readonly TextLine[]
  readonly pictures: readonly Picture[]
}

/** Reads a PDF page by page: text in reading order, a section per outline entry or heading, pictures, links. */
export const readPdf: Reader = async (input, context) => {
  const document = await openPdf(input)
  try {
    const store = new PictureStore(context.mediaDir)
    const pages = await readPages(document, store, context)
    const metadata = pdfMetadata(document.info)
    const outline = context.options.fontOnlyStructure ? [] : await document.outline()
    const items = toItems(pages, outline)
    if (items.length === 0) {
      throw new ConvertError('input', 'The PDF has neither text nor pictures', { reason: 'content_lost' })
    }
    if (pages.lines.length === 0) {
      context.warn({
        code: 'no_text_layer',
        message: 'The PDF has no text, only pictures of pages; each became a figure',
      })
    }
    const body = buildBody(items, metadata.title ?? '')
    return { metadata, body, media: store.files } satisfies Book
  } finally {
    await document.close()
  }
}

async function readPages(document: PdfDocument, store: PictureStore, context: ReadContext): Promise<Pages> {
  const heads = new RunningHeads()
  const byPage: (readonly TextLine[])[] = []
  const pictures: Picture[] = []
  for (let index = 0; index < document.pageCount; index++) {
    const page = await document.page(index).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      context.warn({ code: 'lost_page', message: `A page cannot be read: ${reason}`, place: `page ${index + 1}` })
    })
    if (page === undefined) continue
    const lines = inReadingOrder(buildLines(page, anchorOf))
    heads.learn(lines)
    byPage.push(lines)
    // Where a page has no text its pictures are all that it has, however small.
    for (const image of lines.length === 0 ? page.images : page.images.filter(isFigure)) {
      pictures.push({ page: index, top: image.box.top, media: await store.keep(image, index) })
    }
    context.progress((index + 1) / document.pageCount)
  }
  return { lines: byPage.flatMap((lines) => heads.remove(lines)), pictures }
}

function anchorOf(link: PageLink): Span['link'] {
  return 'url' in link ? { url: link.url } : { anchor: pageAnchor(link.target.page) }
}

function pageAnchor(page: number): string {
  return `page-${page + 1}`
}

/** Headings, paragraphs and figures in reading order. */
function toItems({ lines, pictures }: Pages, outline: readonly OutlineEntry[]): Item[] {
  const hyphenation = new Hyphenation()
  for (const line of lines) hyphenation.learn(lineText(line))
  const fromOutline = headingsFromOutline(outline, lines)
  const headings = fromOutline.size > 0 ? fromOutline : headingsFromFonts(buildParagraphs(lines))
  const blocks = splitAtHeadings(lines, headings)
  const items: Item[] = []
  const waiting = [...pictures]
  let page = -1
  for (const block of blocks) {
    const [first] = block.lines
    if (first === undefined) continue
    while (waiting[0] !== undefined && isBefore(waiting[0], first))
      items.push({ block: toFigure(waiting.shift() as Picture) })
    const anchors = first.page > page ? [pageAnchor(first.page)] : []
    page = Math.max(page, first.page)
    for (const heading of headings.get(first) ?? []) items.push(toHeading(heading, anchors, hyphenation))
    if (isHeadingBlock(block, headings)) continue
    items.push({ block: { kind: 'paragraph', anchors, content: blockInlines(block.lines, hyphenation) } })
  }
  return [...items, ...waiting.map((picture) => ({ block: toFigure(picture) }))]
}

/** Paragraphs of the lines between headings; the lines of a heading are a block of their own. */
function splitAtHeadings(lines: readonly TextLine[], headings: ReadonlyMap<TextLine, readonly Heading[]>): TextBlock[] {
  const blocks: TextBlock[] = []
  let open: TextLine[] = []
  const inHeading = new Set([...headings.values()].flat().flatMap((heading) => heading.lines))
  for (const line of lines) {
    const starts = headings.get(line)
    if (starts !== undefined || inHeading.has(line)) {
      blocks.push(...buildParagraphs(open))
      open = []
    }
    const own = starts?.find((heading) => heading.lines.length > 0)
    if (own !== undefined) blocks.push({ lines: own.lines })
    else if (!inHeading.has(line)) open.push(line)
  }
  return [...blocks, ...buildParagraphs(open)]
}

function isHeadingBlock({ lines: [first] }: TextBlock, headings: ReadonlyMap<TextLine, readonly Heading[]>): boolean {
  return first !== undefined && (headings.get(first) ?? []).some(({ lines }) => lines[0] === first)
}

function toHeading({ depth, lines, title }: Heading, anchors: readonly string[], hyphenation: Hyphenation): Item {
  const content =
    title === undefined ? blockInlines(lines, hyphenation, true) : [{ kind: 'text' as const, text: title }]
  return { heading: depth, title: content, text: title ?? lines.map(lineText).join(' '), anchors }
}

function isBefore(picture: Picture, line: TextLine): boolean {
  return picture.page < line.page || (picture.page === line.page && picture.top < line.box.top)
}

function toFigure({ page, media }: Picture): Block {
  return { kind: 'figure', title: [], anchors: [pageAnchor(page)], images: [{ media }], blocks: [] }
}
