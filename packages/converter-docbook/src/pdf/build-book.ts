import { isIndexTitle } from '../structure/component-kind.ts'
import { inlineWords } from '../structure/inline-words.ts'
import { titleWords } from '../structure/title-words.ts'
import { toBody } from '../structure/to-body.ts'
import type { Block, Book, Inline } from '../tree/book.ts'
import type { OutlineEntry } from './engine/pdf-document.ts'
import { readFlow } from './layout/book-flow.ts'
import { buildParagraphs } from './layout/build-paragraphs.ts'
import { Hyphenation } from './layout/hyphenation.ts'
import { type SpacedSizes, spacedSizes } from './layout/leading.ts'
import type { FlowItem, PageText } from './layout/page-pieces.ts'
import { isPageStart, withPageStarts } from './layout/page-starts.ts'
import { continueTables } from './layout/tables/continue-tables.ts'
import { lineText, type TextLine } from './layout/text-line.ts'
import { buildOutline, type HeadingItem, type Item } from './structure/build-outline.ts'
import { withCaptions } from './structure/captions.ts'
import { moveFootnotes } from './structure/find-footnotes.ts'
import { flowBlocks } from './structure/flow-blocks.ts'
import { fontHeadings } from './structure/font-headings.ts'
import type { Heading, Headings } from './structure/heading.ts'
import { lineInlines } from './structure/line-inlines.ts'
import type { LinkPlaces } from './structure/link-places.ts'
import { outlineHeadings } from './structure/outline-headings.ts'
import { withIndexes } from './structure/printed-index.ts'
import { printedTitle } from './structure/printed-title.ts'
import { isReferencesTitle, withReferences } from './structure/references.ts'
import { splitRunIns } from './structure/split-run-ins.ts'
import { anchorsOf, type TextContext } from './structure/text-blocks.ts'
import { taggedBlocks } from './tags/tagged-blocks.ts'
import { taggedHeadings, withHeadingsLikeThem, withTaggedHeadings } from './tags/tagged-headings.ts'

/** What the book is built from. */
export interface BookSource {
  readonly pages: readonly PageText[]
  /** Empty where sizes alone are to decide. */
  readonly outline: readonly OutlineEntry[]
  readonly places: LinkPlaces
  /** As the document information says; where it says none, the one that is printed is looked for. */
  readonly title: string | undefined
}

/** What becomes of it. */
export interface BuiltBook {
  readonly body: Book['body']
  readonly title: string | undefined
}

/** Where tags name fewer headings than this share of those that look like ones, the tree is poor. */
const LEAST_TAGGED = 0.15

/** Parts of a document have so many pages at the least. */
const PAGES_OF_PART = 4

/** Text of the pages as parts, components and sections. */
export function buildBook({ pages, outline, places, title: told }: BookSource): BuiltBook {
  const read = withRunIns(continueTables(moveFootnotes(readFlow(pages))), outline)
  const flow = outline.length === 0 ? read : withPageStarts(read)
  const lines = linesOf(read)
  const hyphenation = new Hyphenation()
  for (const line of lines) hyphenation.learn(lineText(line))
  const tagged = taggedHeadings(lines)
  const spaced = spacedSizes(lines)
  const fromOutline = outlineHeadings(outline, linesOf(flow))
  const headings = findHeadings({ fromOutline, tagged }, lines, spaced)
  const context: TextContext = {
    hyphenation,
    spaced,
    anchors: places.byGoal(read),
    bridgeheads: new Set(tagged.keys()),
  }
  const title = told ?? printedTitle(lines)
  const body = toBody(withTitle(buildOutline(withReferences(toItems(flow, headings, context))), told), {
    bookTitle: title,
  })
  return { body, title }
}

function linesOf(flow: readonly FlowItem[]): TextLine[] {
  return flow.flatMap((item) => ('line' in item ? [item.line] : []))
}

/** Headings of the outline and, between them, of the tags; without an outline those of the tags, or those that look like ones. */
function findHeadings(
  { fromOutline, tagged }: { fromOutline: Headings; tagged: Headings },
  lines: readonly TextLine[],
  spaced: SpacedSizes,
): Headings {
  if (fromOutline.size > 0 && !namesPartsAlone(fromOutline, lines))
    return withTaggedHeadings(fromOutline, tagged, lines)
  const fromLooks = fontHeadings(buildParagraphs(lines, spaced))
  const isRich = tagged.size >= Math.max(1, LEAST_TAGGED * fromLooks.size)
  return below(fromOutline, isRich ? withHeadingsLikeThem(tagged, fromLooks) : fromLooks)
}

/** Whether an outline has the names of files or sheets that were put together: few, and none of them stands on a page. */
function namesPartsAlone(headings: Headings, lines: readonly TextLine[]): boolean {
  const pages = new Set(lines.map(({ page }) => page)).size
  return headings.size * PAGES_OF_PART <= pages && [...headings.values()].flat().every((one) => one.lines.length === 0)
}

/** Headings with others below them. */
function below(upper: Headings, lower: Headings): Headings {
  const levels = Math.max(0, ...[...upper.values()].flat().map(({ depth }) => depth))
  const all = new Map(upper)
  for (const [line, headings] of lower) {
    const own = headings.map((heading) => ({ ...heading, depth: heading.depth + levels }))
    all.set(line, [...(all.get(line) ?? []), ...own])
  }
  return all
}

/** Lines that begin with a title and go on with text are divided. */
function withRunIns(flow: readonly FlowItem[], outline: readonly OutlineEntry[]): FlowItem[] {
  const lines = linesOf(flow)
  const divided = splitRunIns(
    lines,
    outline.map((entry) => entry.title),
  )
  return flow.flatMap((item): FlowItem[] =>
    'line' in item ? (divided.get(item.line) ?? [item.line]).map((line) => ({ line })) : [item],
  )
}

/** A book without any heading is one chapter under its title. */
function withTitle(roots: ReturnType<typeof buildOutline>, title: string | undefined): ReturnType<typeof buildOutline> {
  const [only] = roots
  if (only === undefined || roots.length > 1 || only.matter !== 'front') return roots
  return [{ ...only, matter: undefined, title: title === undefined ? [] : [{ kind: 'text', text: title }] }]
}

/** Headings, blocks of text and figures in reading order. */
function toItems(flow: readonly FlowItem[], headings: Headings, context: TextContext): Item[] {
  const items: Item[] = []
  const inHeading = new Set([...headings.values()].flat().flatMap(({ lines }) => lines))
  let open: FlowItem[] = []
  let own = context
  let indexDepth: number | undefined
  const blocksOf = (): Block[] => {
    const read = (items: readonly FlowItem[]) =>
      withCaptions(items.some(isTagged) ? taggedBlocks(items, own) : flowBlocks(items, own))
    return indexDepth === undefined ? read(open) : withIndexes(open, own, read)
  }
  const flush = () => {
    items.push(...blocksOf().map((block) => ({ block })))
    open = []
  }
  for (const item of flow) {
    const starts = 'line' in item ? (headings.get(item.line) ?? []) : []
    if (starts.length > 0) flush()
    for (const heading of starts) {
      const title = toHeading(heading, context)
      const words = titleWords(inlineWords(title.title))
      if (isIndexTitle(words)) indexDepth = title.heading
      else if (indexDepth !== undefined && title.heading <= indexDepth && !isLetter(words)) indexDepth = undefined
      // The letters of an index stand below its title, whatever their depth is by their looks.
      const isDivision = indexDepth !== undefined && isLetter(words)
      items.push(isDivision ? { ...title, heading: Math.max(title.heading, (indexDepth ?? 0) + 1) } : title)
      own = { ...context, areReferences: isReferencesTitle(title.title) }
    }
    if (!('line' in item && (inHeading.has(item.line) || isPageStart(item.line)))) open.push(item)
  }
  flush()
  return items
}

/** Whether a title is that of a division of an index. */
function isLetter(words: string): boolean {
  return /^\p{L}$/u.test(words)
}

function isTagged(item: FlowItem): boolean {
  return 'line' in item ? item.line.tagged !== undefined : 'picture' in item && item.picture.tagged !== undefined
}

function toHeading({ depth, lines, title }: Heading, context: TextContext): HeadingItem {
  const text: Inline[] =
    title === undefined
      ? lineInlines(lines, { hyphenation: context.hyphenation, plain: true })
      : [{ kind: 'text', text: title }]
  return { heading: depth, title: text, anchors: anchorsOf(lines, context) }
}
