import { KEPT } from './bad-book.ts'
import type { RawEntry } from './raw-zip.ts'
import { rawZip } from './raw-zip.ts'

/** A small ePub. Everything has a default. */
export interface EpubParts {
  /** Content of the body of the one page. @default a paragraph with {@link KEPT} */
  readonly body?: string
  /** The whole of that page, in place of `body`. */
  readonly page?: string | Buffer
  /** Written before the root element of the page. */
  readonly doctype?: string
  readonly opf?: string | Buffer
  readonly container?: string | Buffer
  /** Further items of the manifest, as XML. */
  readonly manifest?: string
  /** Further items of the spine, as XML. */
  readonly spine?: string
  /** Further files; one of the same name takes the place of a file that is there. */
  readonly files?: readonly RawEntry[]
}

/** A sound paragraph. */
export const PARAGRAPH = `<p>${KEPT}</p>`

/** A page with this body. */
export const pageOf = (body: string, doctype = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>${doctype}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body>${body}</body></html>`

/** A package document. */
export const opfOf = (manifest = '', spine = '', doctype = '', title = 'Small'): string =>
  `<?xml version="1.0"?>${doctype}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:isbn:9780000000026</dc:identifier><dc:title>${title}</dc:title><dc:creator>Ada Batch</dc:creator><dc:language>en</dc:language></metadata><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>${manifest}</manifest><spine toc="ncx"><itemref idref="c"/>${spine}</spine></package>`

/** A container document that names a package document. */
export const containerOf = (path = 'p.opf', doctype = ''): string =>
  `<?xml version="1.0"?>${doctype}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="${path}" media-type="application/oebps-package+xml"/></rootfiles></container>`

/** The files of an ePub. */
export function epubEntries(parts: EpubParts = {}): RawEntry[] {
  const { manifest, spine, files = [], doctype } = parts
  const own: RawEntry[] = [
    { name: 'mimetype', data: 'application/epub+zip', isStored: true },
    { name: 'META-INF/container.xml', data: parts.container ?? containerOf() },
    { name: 'p.opf', data: parts.opf ?? opfOf(manifest, spine) },
    { name: 'c.xhtml', data: parts.page ?? pageOf(parts.body ?? PARAGRAPH, doctype) },
  ]
  const replaced = new Set(files.map(({ name }) => name))
  return [...own.filter(({ name }) => !replaced.has(name)), ...files]
}

/** An ePub. */
export const epub = (parts: EpubParts = {}): Buffer => rawZip(epubEntries(parts))

/** An ePub of whose files one is changed. */
export function epubWith(name: string, change: Partial<RawEntry>, parts: EpubParts = {}): Buffer {
  return rawZip(epubEntries(parts).map((entry) => (entry.name === name ? { ...entry, ...change } : entry)))
}
