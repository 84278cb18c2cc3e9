import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConvertOptions, ConvertWarning } from '@rittdoc-batch/core'
import type { Book, Component, MediaFile, Part } from '../tree/book.ts'
import { type CheckCounts, checkPackageTree, type PackageCheck } from '../validate/check-package-tree.ts'
import { TextCheck, type TextCounts } from '../validate/text-check.ts'
import { type BookItem, bookXml, XML_DECLARATION } from './book-xml.ts'
import { expectMetadata, fillMetadata } from './fill-metadata.ts'
import { Ids } from './ids.ts'
import { linkedAnchors } from './linked-anchors.ts'
import { mediaNames } from './media-names.ts'
import { type PackageEntry, writeZip } from './package-zip.ts'
import { serializeXml } from './serialize-xml.ts'
import { writeBlocks } from './write-blocks.ts'
import { metadataWarnings, writeBookinfo } from './write-bookinfo.ts'
import { type Fragment, writeComponent } from './write-component.ts'
import { writeTitles } from './write-sections.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement } from './xml-node.ts'

/** What the writer gets beside the book. */
export interface WriteContext {
  /** A private folder for the fragments before they are packed. */
  readonly workDir: string
  readonly options: ConvertOptions
  warn(warning: ConvertWarning): void
  /** Told when all is written and the packing begins. */
  onPack?(): void
}

/** Counts of what was written. */
export type WriteMetrics = Readonly<Record<'components' | 'images', number>> & CheckCounts & Partial<TextCounts>

const TEXT_MEDIA = /\+xml$|^text\//

/**
 * Writes a book as a RittDoc package, valid by construction: what the format does not take is put into what it takes,
 * with the same text. The same tree gives the same bytes.
 * @throws ConvertError `input` when required metadata is missing; `internal` when the package would not be valid
 */
export async function writePackage(book: Book, outFile: string, context: WriteContext): Promise<WriteMetrics> {
  const metadata = fillMetadata(book.metadata, context.options.metadata)
  expectMetadata(metadata, context.options.require)
  for (const warning of metadataWarnings(metadata)) context.warn(warning)
  return new PackageWriter({ ...book, metadata }, context).write(outFile)
}

class PackageWriter {
  readonly #book: Book
  readonly #context: WriteContext
  readonly #folder: string
  readonly #linked: ReadonlySet<string>
  readonly #names: ReadonlyMap<string, string>
  readonly #used = new Set<string>()
  readonly #text = new TextCheck()

  constructor(book: Book, context: WriteContext) {
    this.#book = book
    this.#context = context
    this.#folder = join(context.workDir, 'package')
    this.#linked = linkedAnchors(book)
    this.#names = mediaNames(book.media, ['Book.XML'])
  }

  async write(outFile: string): Promise<WriteMetrics> {
    await mkdir(this.#folder, { recursive: true })
    // Links point forward too: the first pass only gives out the ids, the second writes with all of them known.
    const numbered = this.#writing(new Ids(this.#linked), () => {})
    for (const item of this.#book.body) writeItem(numbered, item)
    const check = checkPackageTree((target) => numbered.ids.resolve(target))
    const { items, entries } = await this.#writeFragments(numbered.ids, check)
    const counts = check.finish()
    const { source } = this.#book
    const words = source && this.#text.finish(source, this.#context.warn)
    this.#warnOfLostLinks(numbered.ids)
    const media = this.#book.media.filter(({ name }) => this.#used.has(name)).map((file) => this.#mediaEntry(file))
    const bookinfo = writeBookinfo(this.#book.metadata)
    const text = bookXml({ language: this.#book.metadata.language, bookinfo, items }, (target) =>
      numbered.ids.resolve(target),
    )
    const bookEntry = await this.#writeText('Book.XML', text)
    this.#context.onPack?.()
    await writeZip([bookEntry, ...entries, ...media], outFile)
    return { components: entries.length, images: media.length, ...counts, ...words }
  }

  #writing(ids: Ids, warn: WriteContext['warn']): Writing {
    const media = (name: string) => {
      const found = this.#names.get(name)
      if (found !== undefined) this.#used.add(name)
      return found
    }
    return { ids, media, warn }
  }

  async #writeFragments(numbered: Ids, check: PackageCheck): Promise<{ items: BookItem[]; entries: PackageEntry[] }> {
    const items: BookItem[] = []
    const entries: PackageEntry[] = []
    const writing = this.#writing(new Ids(this.#linked), this.#context.warn)
    for (const item of this.#book.body) {
      const { part, fragments } = writeItem(writing, item)
      for (const { id, root } of fragments) {
        check.add(`${id}.xml`, root)
        this.#text.add(root)
        const text = XML_DECLARATION + serializeXml(root, (target) => numbered.resolve(target))
        entries.push(await this.#writeText(`${id}.xml`, `${text}\n`))
      }
      const ids = fragments.map(({ id }) => id)
      if (part !== undefined) {
        check.add('Book.XML', part)
        this.#text.add(part)
        items.push({ part, fragments: ids })
      } else items.push(...ids.map((fragment) => ({ fragment })))
    }
    return { items, entries }
  }

  async #writeText(name: string, text: string): Promise<PackageEntry> {
    const path = join(this.#folder, name)
    await writeFile(path, text)
    return { name, path, isText: true }
  }

  #mediaEntry({ name, path, mediaType }: MediaFile): PackageEntry {
    return { name: `MultiMedia/${this.#names.get(name) ?? name}`, path, isText: TEXT_MEDIA.test(mediaType) }
  }

  #warnOfLostLinks(ids: Ids): void {
    for (const target of this.#linked) {
      if (ids.resolve(target) !== undefined) continue
      this.#context.warn({
        code: 'dropped_link',
        message: `A link to ${target} was dropped, because nothing stands there; its text was kept`,
      })
    }
  }
}

/** A part with its components, or one component. An empty part becomes a chapter. */
function writeItem(writing: Writing, item: Part | Component): { part?: XmlElement; fragments: Fragment[] } {
  if (item.kind !== 'part') return { fragments: [writeComponent(placed(writing, item), item, false)] }
  if (item.components.length === 0) return writeItem(writing, emptyPart(item))
  const id = writing.ids.component('pt', item.anchors)
  writing.ids.partIntroduction(id)
  const intro = writeBlocks(placed(writing, item), item.intro, 'division')
  const content = intro.length === 0 ? [] : [element('partintro', {}, intro)]
  const part = element('part', { id, label: item.label }, [...writeTitles(writing, item), ...content])
  return { part, fragments: item.components.map((one) => writeComponent(placed(writing, one), one, true)) }
}

/** Warnings name the piece of the source that is being written. */
function placed(writing: Writing, { anchors: [place] }: Pick<Component, 'anchors'>): Writing {
  return { ...writing, warn: (warning) => writing.warn({ place, ...warning }) }
}

function emptyPart({ title, label, anchors, intro }: Part): Component {
  return { kind: 'chapter', title, label, anchors, blocks: intro, sections: [] }
}
