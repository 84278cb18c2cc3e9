import { isBatchError, toError } from '@rittdoc-batch/core'
import type { ReadContext } from '../read-context.ts'
import type { Drawings } from './drawings/drawings.ts'
import { UNKNOWN_LETTER } from './engine/letter-text.ts'
import type { PageLink, PdfDocument, PdfPage } from './engine/pdf-document.ts'
import type { Formulas } from './formulas/formulas.ts'
import { withDrawnBullets } from './layout/drawn-bullets.ts'
import { mirrorPage } from './layout/mirror-page.ts'
import type { PageText, Picture } from './layout/page-pieces.ts'
import type { PageTarget } from './layout/run-segment.ts'
import { textFrames } from './layout/text-frames.ts'
import { linkAddress } from './link-address.ts'
import { type PageSegments, pageSegments } from './page-segments.ts'
import { isFigure, type PictureStore } from './picture-store.ts'
import type { LinkPlaces } from './structure/link-places.ts'
import { drawnFigures } from './tags/drawn-figures.ts'
import { pageTags } from './tags/page-tags.ts'
import { placeOfPicture } from './tags/tagged-figures.ts'
import { usesTags } from './tags/uses-tags.ts'
import type { UnknownLetters } from './unknown-letters.ts'

/** Pages without text are drawn with this many pixels an inch. */
const DRAWN_DPI = 150
/** A picture that fills this share of the page is the page. */
const WHOLE_PAGE = 0.5
/** After this many missing pages in a row the rest is not looked for. */
const MOST_MISSING = 100

type PageLetters = Pick<PdfPage, 'glyphs' | 'structure' | 'shapes'>

/** Where pictures, drawings, the places of links and unknown letters are kept. */
export interface Keepers {
  readonly store: PictureStore
  readonly drawings: Drawings
  readonly formulas: Formulas
  readonly places: LinkPlaces
  readonly letters: UnknownLetters
}

/** Reads every page, one at a time; of each its text, its pictures on disk and its lines are kept. */
export async function readPages(document: PdfDocument, keepers: Keepers, context: ReadContext): Promise<PageText[]> {
  const pages: PageText[] = []
  const withStructure = !context.options.fontOnlyStructure && usesTags(document)
  let missing = 0
  for (let index = 0; index < document.pageCount; index++) {
    if (missing === MOST_MISSING) {
      warnOfRest(document, index, context)
      break
    }
    const page = openPage(document, { index, withStructure }, context)
    if (page === undefined) {
      missing++
      continue
    }
    missing = 0
    try {
      pages.push(await readPage(page, keepers, context))
    } finally {
      page.close()
    }
    context.progress((index + 1) / document.pageCount)
  }
  return pages
}

function warnOfRest({ pageCount }: PdfDocument, index: number, context: ReadContext): void {
  const message = `${MOST_MISSING} pages in a row are missing; the remaining ${pageCount - index} were not looked for`
  context.warn({ code: 'lost_page', message, place: `page ${index + 1}` })
}

function openPage(
  document: PdfDocument,
  { index, withStructure }: { index: number; withStructure: boolean },
  context: ReadContext,
): PdfPage | undefined {
  try {
    return document.page(index, { withStructure })
  } catch (error) {
    if (isBatchError(error)) throw error
    const message = `A page cannot be read: ${toError(error).message}`
    context.warn({ code: 'lost_page', message, place: `page ${index + 1}` })
    return undefined
  }
}

async function readPage(page: PdfPage, keepers: Keepers, context: ReadContext): Promise<PageText> {
  const { index, width, height, rules } = page
  const links = page.links.flatMap((link) => inPackage(link, page, context))
  const targets = links.map((link) => toTarget(link, keepers.places))
  if (!keepers.letters.check(page)) {
    const picture = { ...(await drawPage(page, keepers.store)), drawn: { ...knownWords(page, targets), parts: [] } }
    return { page: index, height, segments: [], turned: [], pictures: [picture], rules: [], frames: [] }
  }
  const text = readText(page, targets)
  const found = await readPictures(page, { text, keepers, context })
  const withDrawings = await keepers.drawings.read(page, { text, pictures: found })
  const { text: own, pictures } = await keepers.formulas.read(page, withDrawings)
  const { segments, turned } = own
  const read = { page: index, height, segments, turned, pictures, rules, frames: textFrames(page.shapes, segments) }
  return segments.some(({ isBackward }) => isBackward) ? mirrorPage(read, width) : read
}

/** What can be read of a page that became a picture. */
function knownWords({ glyphs, structure, shapes }: PageLetters, targets: readonly PageTarget[]) {
  const known = glyphs.filter(({ text }) => text !== UNKNOWN_LETTER)
  const { segments, turned } = readText({ glyphs: known, structure, shapes }, targets)
  return { labels: segments, turned }
}

/** The text of a page; where no tree says what its lists are, dots that are drawn before lines are bullets. */
function readText({ glyphs, structure, shapes }: PageLetters, targets: readonly PageTarget[]): PageSegments {
  const text = pageSegments(glyphs, pageTags(structure), targets)
  return text.tags.size > 0 ? text : { ...text, segments: withDrawnBullets(text.segments, shapes) }
}

/** A link as the package has it; what leads nowhere from there is dropped, and its text stays. */
function inPackage(link: PageLink, { index }: PdfPage, context: ReadContext): PageLink[] {
  if (!('url' in link)) return [link]
  const url = linkAddress(link.url)
  if (url !== undefined) return [{ ...link, url }]
  const message = `The link to ${link.url.slice(0, 100)} does not belong in a package and was dropped; its text stays`
  context.warn({ code: 'link_dropped', message, place: `page ${index + 1}` })
  return []
}

function toTarget(link: PageLink, places: LinkPlaces): PageTarget {
  return { link, target: 'url' in link ? { url: link.url } : { anchor: places.anchorOf(link.target) } }
}

interface PictureSource {
  readonly text: PageSegments
  readonly keepers: Keepers
  readonly context: ReadContext
}

/** The figures of a page; of a page without text, the picture of the page. */
async function readPictures(page: PdfPage, source: PictureSource): Promise<Picture[]> {
  const { segments, tags } = source.text
  const hasText = segments.length > 0
  if (!hasText && isDrawn(page)) return [await drawPage(page, source.keepers.store)]
  const images = hasText ? page.images.filter((image) => isFigure(image, segments)) : page.images
  const pictures: Picture[] = []
  for (const image of images) {
    const media = await source.keepers.store.keep(image, page.index)
    const tagged = placeOfPicture(image.mark, tags)
    if (media !== undefined) pictures.push({ page: page.index, box: image.box, media, tagged })
    else {
      const message = 'A picture cannot be decoded and is left out'
      source.context.warn({ code: 'lost_image', message, place: `page ${page.index + 1}` })
    }
  }
  return [...pictures, ...(await drawnFigures(page, { pictures, tags, store: source.keepers.store }))]
}

/** Whether a page without text is best kept by drawing it: shapes, or a picture cut into many. */
function isDrawn({ images, shapes, rules, width, height }: PdfPage): boolean {
  if (images.length === 0) return shapes.length + rules.length > 0
  const share = ({ box }: PdfPage['images'][number]) =>
    ((box.right - box.left) * (box.bottom - box.top)) / (width * height)
  return images.length > 4 && !images.some((image) => share(image) > WHOLE_PAGE)
}

async function drawPage(page: PdfPage, store: PictureStore): Promise<Picture> {
  const media = await store.keepFile(page.render(DRAWN_DPI), page.index)
  return { page: page.index, box: { left: 0, top: 0, right: page.width, bottom: page.height }, media }
}
