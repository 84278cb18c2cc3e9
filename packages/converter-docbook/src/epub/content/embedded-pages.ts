import type { ConvertWarning } from '@rittdoc-batch/core'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { resolveHref } from '../href.ts'
import { readDocument } from '../read-document.ts'
import { attribute, descendants, findElement, type XmlElement } from '../xml/element.ts'

/** A page that stands inside another. */
export interface EmbeddedPage {
  readonly path: string
  readonly body: XmlElement
  readonly tocIds: ReadonlySet<string>
}

/** What the pages inside pages are found with. */
export interface PageSource {
  readonly archive: EpubArchive
  /** Media types by name in the zip. */
  readonly types: ReadonlyMap<string, string>
  /** Names of the pages that are read at a place of their own. */
  readonly spine: Iterable<string>
  readonly tocIds: ReadonlyMap<string, ReadonlySet<string>>
  warn(warning: ConvertWarning): void
}

/** Pages in pages in pages: further than this no book goes. */
const MOST_DEEP = 8

/** Reads the pages that only an `iframe`, `object` or `embed` shows. A page is read once, where it is shown first. */
export class EmbeddedPages {
  readonly #source: PageSource
  readonly #read: Set<string>
  readonly #pages = new WeakMap<XmlElement, EmbeddedPage>()

  constructor(source: PageSource) {
    this.#source = source
    this.#read = new Set(source.spine)
  }

  /** The page that an element shows; undefined when it shows none, or one that is read elsewhere. */
  get(element: XmlElement): EmbeddedPage | undefined {
    return this.#pages.get(element)
  }

  /** Reads what the page `root`, written in the file `path`, shows inside it, and what that shows. @returns all of them */
  async load(root: XmlElement, path: string, depth = 1): Promise<EmbeddedPage[]> {
    const pages: EmbeddedPage[] = []
    if (depth > MOST_DEEP) return pages
    const { archive, tocIds, warn } = this.#source
    for (const element of descendants(root)) {
      const name = this.#pageOf(element, path)
      if (name === undefined || this.#read.has(name)) continue
      this.#read.add(name)
      const inner = await readDocument(archive, name, warn)
      const body = findElement(inner, 'body') ?? inner
      const page = { path: name, body, tocIds: tocIds.get(name) ?? new Set<string>() }
      this.#pages.set(element, page)
      const message = `The page ${name}, which is shown in the ${element.name}, is read in its place.`
      warn({ code: 'page_embedded', message, place: `${path}:${element.line}` })
      pages.push(page, ...(await this.load(body, name, depth + 1)))
    }
    return pages
  }

  #pageOf(element: XmlElement, path: string): string | undefined {
    if (!/^(iframe|object|embed)$/.test(element.name)) return undefined
    const href = resolveHref(path, attribute(element, element.name === 'object' ? 'data' : 'src') ?? '')
    const name = href.kind === 'internal' ? this.#source.archive.find(href.path) : undefined
    if (name === undefined) return undefined
    const type = this.#source.types.get(name) ?? ''
    return /html/.test(type) || (type === '' && /\.x?html?$/i.test(name)) ? name : undefined
  }
}
