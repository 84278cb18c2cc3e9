import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ConvertWarning } from '@rittdoc-batch/core'
import { onTestFinished } from 'vitest'
import { ZipFile } from 'yazl'
import { readEpub } from '../../src/epub/read-epub.ts'
import type { Book } from '../../src/tree/book.ts'

/** A small book for a test. Everything has a default. */
export interface EpubParts {
  /** Files under `OEBPS/`, by name; the `.xhtml` ones are the reading order unless `spine` says otherwise. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** Names of the reading order, each with its attributes after a space: `notes.xhtml linear="no"`. */
  readonly spine?: readonly string[]
  /** Content of the `metadata` element. */
  readonly metadata?: string
  /** List items of the table of contents. Absent: no table of contents. */
  readonly toc?: string
  /** Further `nav` elements. */
  readonly nav?: string
  /** Content of the NCX `navMap`. */
  readonly ncx?: string
  readonly guide?: string
  /** Files of the zip as a whole, over and above; `undefined` takes a file out. */
  readonly zip?: Readonly<Record<string, string | Buffer | undefined>>
}

const CONTAINER = `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`

const TYPES: Readonly<Record<string, string>> = {
  xhtml: 'application/xhtml+xml',
  html: 'application/xhtml+xml',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  ncx: 'application/x-dtbncx+xml',
}

/** A page with this body. */
export const page = (body: string, attributes = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title></title></head><body${attributes === '' ? '' : ` ${attributes}`}>${body}</body></html>`

function opf(parts: EpubParts, names: readonly string[]): string {
  const item = (name: string, i: number) => {
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
    const properties = name === 'nav.xhtml' ? ' properties="nav"' : ''
    return `<item id="i${i}" href="${encodeURI(name)}" media-type="${type}"${properties}/>`
  }
  const spine = parts.spine ?? names.filter((name) => name.endsWith('.xhtml') && name !== 'nav.xhtml')
  const itemrefs = spine.map((entry) => {
    const [name = '', attributes = ''] = entry.split(/ (?=linear=)/)
    return `<itemref idref="i${names.indexOf(name)}" ${attributes}/>`
  })
  const metadata = parts.metadata ?? '<dc:title>A Book</dc:title><dc:language>en</dc:language>'
  return `<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">${metadata}</metadata><manifest>${names.map(item).join('')}</manifest><spine>${itemrefs.join('')}</spine>${parts.guide === undefined ? '' : `<guide>${parts.guide}</guide>`}</package>`
}

/** The files of the zip. */
export function epubFiles(parts: EpubParts): Map<string, string | Buffer> {
  const files: Record<string, string | Buffer> = { ...parts.files }
  if (parts.toc !== undefined || parts.nav !== undefined) {
    const toc = parts.toc === undefined ? '' : `<nav epub:type="toc"><ol>${parts.toc}</ol></nav>`
    files['nav.xhtml'] ??= page(`${toc}${parts.nav ?? ''}`)
  }
  if (parts.ncx !== undefined)
    files['toc.ncx'] = `<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>${parts.ncx}</navMap></ncx>`
  const all = new Map<string, string | Buffer>([
    ['mimetype', 'application/epub+zip'],
    ['META-INF/container.xml', CONTAINER],
    ['OEBPS/content.opf', opf(parts, Object.keys(files))],
  ])
  for (const [name, content] of Object.entries(files)) all.set(`OEBPS/${name}`, content)
  for (const [name, content] of Object.entries(parts.zip ?? {})) {
    if (content === undefined) all.delete(name)
    else all.set(name, content)
  }
  return all
}

/** A folder that is gone after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'read-epub-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Writes the book and gives its path. */
export async function buildEpub(parts: EpubParts): Promise<string> {
  const file = join(await testFolder(), 'book.epub')
  const zip = new ZipFile()
  for (const [name, content] of epubFiles(parts))
    zip.addBuffer(Buffer.from(content), name, { compress: name !== 'mimetype' })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  return file
}

/** What reading a book gave. */
export interface ReadResult {
  readonly book: Book
  readonly warnings: readonly ConvertWarning[]
}

/** Reads an ePub file. */
export async function readFile(file: string): Promise<ReadResult> {
  const warnings: ConvertWarning[] = []
  const mediaDir = await testFolder()
  const book = await readEpub(file, {
    mediaDir,
    options: {},
    warn: (warning) => warnings.push(warning),
    progress: () => {},
  })
  return { book, warnings }
}

/** Builds a book and reads it. */
export const readParts = async (parts: EpubParts): Promise<ReadResult> => readFile(await buildEpub(parts))

/** Reads a book of one page with this body. */
export const readBody = (body: string, files: EpubParts['files'] = {}): Promise<ReadResult> =>
  readParts({ files: { 'c1.xhtml': page(body), ...files } })
