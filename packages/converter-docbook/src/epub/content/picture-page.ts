import type { ConvertWarning } from '@rittdoc-batch/core'
import type { FlowDocument, FlowEvent } from '../../structure/flow.ts'
import type { Image } from '../../tree/book.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { resolveHref } from '../href.ts'
import type { MediaStore } from '../media/media-store.ts'
import { readDocument } from '../read-document.ts'
import { attribute, descendants, findElement, plainText } from '../xml/element.ts'
import { describe } from './svg-reader.ts'

/** A picture that is itself an item of the reading order. */
export interface PicturePage {
  readonly archive: EpubArchive
  readonly media: MediaStore
  readonly path: string
  readonly types: readonly string[]
  readonly title: string
  warn(warning: ConvertWarning): void
}

/** Reads a picture of the reading order as a figure; a drawing brings its words and the pictures it uses. */
export async function readPicturePage(page: PicturePage): Promise<FlowDocument> {
  const { media, path, types, warn } = page
  const name = media.take(path)
  if (name === undefined) {
    warn({ code: 'spine_item_unreadable', message: 'The picture is of an unknown kind.', place: path })
    return { path, types, title: page.title, events: [] }
  }
  const { alt, title, pictures } = path.toLowerCase().endsWith('.svg')
    ? await readDrawing(page)
    : { alt: undefined, title: '', pictures: [] }
  const images: Image[] = [{ media: name, alt }, ...pictures]
  const figure: FlowEvent = { kind: 'block', block: { kind: 'figure', anchors: [path], title: [], images, blocks: [] } }
  return { path, types, title: page.title || title, events: [figure] }
}

async function readDrawing({ archive, media, path, warn }: PicturePage) {
  const root = await readDocument(archive, path, warn)
  const pictures = [...descendants(root)].flatMap((element): Image[] => {
    const href = element.name === 'image' ? resolveHref(path, attribute(element, 'href') ?? '') : undefined
    const taken = href?.kind === 'internal' ? media.take(href.path) : undefined
    return taken === undefined ? [] : [{ media: taken }]
  })
  const title = findElement(root, 'title')
  return { alt: describe(root), title: title === undefined ? '' : plainText(title), pictures }
}
