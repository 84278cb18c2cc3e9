import { ConvertError, type ConvertWarning } from '@rittdoc-batch/core'
import type { Metadata } from '../../tree/book.ts'
import { corruptBook } from '../archive/archive-error.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { resolveHref } from '../href.ts'
import { readDocument } from '../read-document.ts'
import { attribute, childElements, descendants, findElement, type XmlElement } from '../xml/element.ts'
import { readMetadata } from './metadata.ts'

/** A file that the package document lists. */
export interface ManifestItem {
  readonly id: string
  /** Name in the zip; as resolved when it is not there. */
  readonly path: string
  readonly mediaType: string
  readonly properties: readonly string[]
  readonly fallback?: string | undefined
}

/** A file of the reading order. */
export interface SpineItem extends ManifestItem {
  /** Reading order leaves it out: notes, answers, enlarged pictures. */
  readonly isAuxiliary: boolean
}

/** A landmark of ePub 2: what a place is. */
export interface GuideReference {
  readonly type: string
  readonly title: string
  readonly path: string
  readonly fragment: string
}

/** The package document, read. */
export interface Opf {
  readonly path: string
  readonly metadata: Metadata
  readonly manifest: readonly ManifestItem[]
  /** Items that are in the zip, in the order of the spine, auxiliary ones among them. */
  readonly spine: readonly SpineItem[]
  readonly guide: readonly GuideReference[]
  /** Names in the zip. */
  readonly nav: string | undefined
  readonly ncx: string | undefined
}

type Warn = (warning: ConvertWarning) => void

/** Reads the package document at `path`. @throws ConvertError `input` when it has no reading order */
export async function readOpf(archive: EpubArchive, path: string, warn: Warn): Promise<Opf> {
  const root = await readDocument(archive, path, warn)
  const manifest = readManifest(archive, path, root)
  const spineElement = findElement(root, 'spine')
  if (spineElement === undefined) throw corruptBook(`The package document ${path} has no reading order (spine)`)
  const spine = readSpine({ archive, path, warn }, spineElement, manifest)
  const ncxId = token(spineElement, 'toc')
  const ncx =
    manifest.find((item) => item.mediaType === 'application/x-dtbncx+xml') ?? manifest.find((item) => item.id === ncxId)
  const nav = manifest.find((item) => item.properties.includes('nav'))
  return {
    path,
    metadata: readMetadata(findElement(root, 'metadata') ?? root, root),
    manifest,
    spine,
    guide: readGuide(path, root),
    nav: nav && archive.find(nav.path),
    ncx: (ncx && archive.find(ncx.path)) ?? [...archive.names()].find((name) => /\.ncx$/i.test(name)),
  }
}

/** Names and keywords are written with white space around them, too; it means nothing. */
const token = (element: XmlElement, name: string) => attribute(element, name)?.trim()

function readManifest(archive: EpubArchive, path: string, root: XmlElement): ManifestItem[] {
  const items: ManifestItem[] = []
  for (const element of findElement(root, 'manifest')?.children ?? []) {
    if (typeof element === 'string' || element.name !== 'item') continue
    const href = resolveHref(path, attribute(element, 'href') ?? '')
    if (href.kind !== 'internal') continue
    items.push({
      id: token(element, 'id') ?? '',
      path: archive.find(href.path) ?? href.path,
      mediaType: (token(element, 'media-type') ?? '').toLowerCase(),
      properties: (attribute(element, 'properties') ?? '').split(/\s+/),
      fallback: token(element, 'fallback'),
    })
  }
  return items
}

interface Place {
  readonly archive: EpubArchive
  readonly path: string
  readonly warn: Warn
}

/**
 * An item that stands twice is read once, at its first place in the reading order proper.
 * @throws ConvertError `input` with reason `content_lost` when most of the documents are not in the zip
 */
function readSpine({ archive, path, warn }: Place, spine: XmlElement, manifest: readonly ManifestItem[]): SpineItem[] {
  const byId = new Map(manifest.map((item) => [item.id, item]))
  const items = new Map<string, SpineItem>()
  const missing = new Set<string>()
  for (const element of childElements(spine)) {
    if (element.name !== 'itemref') continue
    const id = token(element, 'idref') ?? ''
    const isAuxiliary = token(element, 'linear') === 'no'
    const place = `${path}:${element.line}`
    const item = readable(byId.get(id), byId)
    if (item === undefined) {
      warn({ code: 'spine_item_unknown', message: `The reading order names ${id}, which the manifest lacks.`, place })
    } else if (archive.find(item.path) === undefined) {
      missing.add(item.path)
      warn({ code: 'spine_item_missing', message: `${item.path} is not in the zip.`, place })
    } else {
      const earlier = items.get(item.path)
      if (earlier !== undefined)
        warn({ code: 'spine_item_repeated', message: `${item.path} stands twice; it is read once.`, place })
      if (earlier?.isAuxiliary && !isAuxiliary) items.delete(item.path)
      if (!items.has(item.path)) items.set(item.path, { ...item, isAuxiliary })
    }
  }
  if (missing.size > items.size) throw mostlyMissing(missing, items.size)
  return [...items.values()]
}

function mostlyMissing(missing: ReadonlySet<string>, found: number): ConvertError {
  const [first] = missing
  const message = `${missing.size} of the ${missing.size + found} documents of the book are not in the zip, among them ${first}. Ask the publisher for a complete file.`
  return new ConvertError('input', message, { reason: 'content_lost' })
}

const READABLE = /html|svg|^image\/|^text\/xml|^application\/xml|^$|dtbook/

/** The item itself, or the first of its fallbacks that is a document or a picture. */
function readable(item: ManifestItem | undefined, byId: ReadonlyMap<string, ManifestItem>): ManifestItem | undefined {
  const tried = new Set<ManifestItem>()
  let current = item
  while (current !== undefined && !READABLE.test(current.mediaType) && !tried.has(current)) {
    tried.add(current)
    current = byId.get(current.fallback ?? '')
  }
  return current ?? item
}

function readGuide(path: string, root: XmlElement): GuideReference[] {
  const references: GuideReference[] = []
  for (const element of descendants(root)) {
    if (element.name !== 'reference') continue
    const href = resolveHref(path, attribute(element, 'href') ?? '')
    if (href.kind !== 'internal') continue
    const type = (token(element, 'type') ?? '').toLowerCase().replace(/^other\./, '')
    references.push({ type, title: attribute(element, 'title') ?? '', path: href.path, fragment: href.fragment })
  }
  return references
}
