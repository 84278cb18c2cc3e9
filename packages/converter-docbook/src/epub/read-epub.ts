import type { ConvertWarning } from '@rittdoc-batch/core'
import { ConvertError } from '@rittdoc-batch/core'
import type { ReadContext, Reader } from '../read-context.ts'
import { buildOutline } from '../structure/build-outline.ts'
import type { FlowDocument } from '../structure/flow.ts'
import type { Landmark, Navigation, TocEntry } from '../structure/navigation.ts'
import { placeEntries } from '../structure/place-entries.ts'
import { toBody } from '../structure/to-body.ts'
import type { Block, Book, Component, Part, SourceText } from '../tree/book.ts'
import { EpubArchive } from './archive/epub-archive.ts'
import { EmbeddedPages } from './content/embedded-pages.ts'
import { readPicturePage } from './content/picture-page.ts'
import { readContent } from './content/read-content.ts'
import { finishBody } from './links/finish-body.ts'
import { LinkRegister } from './links/link-register.ts'
import { MediaStore } from './media/media-store.ts'
import { checkMimetype, findPackageDocument } from './package/container.ts'
import { leaveOutEncrypted, readEncryption } from './package/encryption.ts'
import { withoutNavigation } from './package/nav-page.ts'
import { readNavigation } from './package/navigation.ts'
import { type Opf, readOpf, type SpineItem } from './package/opf.ts'
import { readDocument } from './read-document.ts'
import { sourceText } from './source-text.ts'
import { usefulAlternatives } from './useful-alternatives.ts'

/** Reads an ePub 2 or 3. One document is in memory at a time beside the tree; pictures go to disk as they are met. */
export const readEpub: Reader = async (input, context) => {
  const warn = (warning: ConvertWarning) => context.warn(warning)
  const archive = await EpubArchive.open(input, warn)
  try {
    const encrypted = await readEncryption(archive)
    await checkMimetype(archive, warn)
    const opf = await readOpf(archive, await findPackageDocument(archive, warn), warn)
    leaveOutEncrypted(archive, { opf, encrypted, warn })
    const navigation = await readNavigation(archive, opf, warn)
    return await readBook({ archive, opf, navigation, context, warn })
  } finally {
    archive.close()
  }
}

interface Reading {
  readonly archive: EpubArchive
  readonly opf: Opf
  readonly navigation: Navigation
  readonly context: ReadContext
  warn(warning: ConvertWarning): void
}

async function readBook(reading: Reading): Promise<Book> {
  const { archive, opf, navigation, context, warn } = reading
  const types = new Map(opf.manifest.map((item) => [item.path, item.mediaType]))
  const media = new MediaStore(archive, types, context.mediaDir)
  const links = new LinkRegister()
  const tocIds = gatherTocIds(navigation.toc)
  const spine = opf.spine.map(({ path }) => archive.find(path) ?? path)
  const pages = new EmbeddedPages({ archive, types, spine, tocIds, warn })
  const landmarks = Map.groupBy(navigation.landmarks, ({ target }) => target.replace(/#.*/s, ''))
  const documents: FlowDocument[] = []
  const source: SourceText[] = []
  for (const [i, item] of opf.spine.entries()) {
    const document = await readSpineItem(item, { ...reading, media, links, pages, source, tocIds, landmarks })
    if (document !== undefined) documents.push(document)
    await media.flush()
    context.progress((i + 1) / opf.spine.length, 'reading')
  }
  refuseEmpty(documents, media)
  context.progress(1, 'structuring')
  const toc = placeEntries(navigation.toc, documents)
  const lost = toc.lost.filter(({ target }) => target === undefined || target.replace(/#.*/s, '') !== opf.nav)
  for (const { title } of lost)
    warn({ code: 'toc_entry_lost', message: `The place of the entry "${title}" is not in the book.`, place: opf.path })
  const { title, language } = opf.metadata
  const body = toBody(buildOutline(documents, toc), { bookTitle: title, bookLanguage: language })
  if (!documents.some(({ path }) => path === opf.nav)) leadToBeginning(opf.nav, body)
  documents.length = 0
  const finished = finishBody(body, links, warn)
  const book = { metadata: opf.metadata, body: finished, media: media.files(), source, pageCount: source.length }
  return usefulAlternatives(book)
}

/** A package has no page of contents of its own: what links to it leads to the beginning of the book. */
function leadToBeginning(page: string | undefined, body: Array<Part | Component>): void {
  const [first] = body
  if (page !== undefined && first !== undefined) body[0] = { ...first, anchors: [...first.anchors, page] }
}

interface ItemReading extends Reading {
  readonly media: MediaStore
  readonly links: LinkRegister
  readonly pages: EmbeddedPages
  readonly source: SourceText[]
  readonly tocIds: ReadonlyMap<string, ReadonlySet<string>>
  /** By the page that they are on. */
  readonly landmarks: ReadonlyMap<string, readonly Landmark[]>
}

async function readSpineItem(item: SpineItem, reading: ItemReading): Promise<FlowDocument | undefined> {
  const { archive, opf, media, links, pages, tocIds, warn } = reading
  const path = archive.find(item.path) ?? item.path
  const landmarks = reading.landmarks.get(path) ?? []
  const types = landmarks.filter(({ target }) => target === path).flatMap((landmark) => landmark.types)
  const title = landmarks.find((landmark) => landmark.target === path)?.title ?? ''
  if (item.mediaType.startsWith('image/')) return readPicturePage({ archive, media, path, types, title, warn })
  if (item.mediaType === 'application/pdf' || /^(audio|video)\//.test(item.mediaType)) {
    warn({ code: 'spine_item_unreadable', message: `${item.mediaType} cannot be read.`, place: path })
    return undefined
  }
  const parsed = await readDocument(archive, path, warn)
  const root = path === opf.nav ? withoutNavigation(parsed) : parsed
  if (root === undefined) return undefined
  reading.source.push({ place: path, text: sourceText(root) })
  for (const page of await pages.load(root, path))
    reading.source.push({ place: page.path, text: sourceText(page.body) })
  const bookLanguage = opf.metadata.language
  const ids = tocIds.get(path) ?? new Set<string>()
  return readContent({ path, root, types, title, bookLanguage, tocIds: ids, media, links, pages, warn })
}

/** The ids that the table of contents points at, by document. */
function gatherTocIds(toc: readonly TocEntry[], found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  for (const { target, children } of toc) {
    const hash = target?.indexOf('#') ?? -1
    if (target !== undefined && hash > 0) {
      const path = target.slice(0, hash)
      found.set(path, (found.get(path) ?? new Set()).add(target.slice(hash + 1)))
    }
    gatherTocIds(children, found)
  }
  return found
}

function refuseEmpty(documents: readonly FlowDocument[], media: MediaStore): void {
  const hasText = documents.some(({ events }) =>
    events.some((event) => event.kind === 'heading' || (event.kind === 'block' && !isMissingPicture(event.block))),
  )
  if (hasText || media.files().length > 0) return
  const message = 'The book has neither text nor pictures. Check with the publisher whether this is the right file.'
  throw new ConvertError('input', message, { reason: 'content_lost' })
}

const isMissingPicture = (block: Block) =>
  block.kind === 'figure' &&
  block.title.length + block.blocks.length === 0 &&
  block.images.every((image) => !image.media)
