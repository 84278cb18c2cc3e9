import { pictureWords } from '../../structure/picture-words.ts'
import type { Image } from '../../tree/book.ts'
import { resolveHref } from '../href.ts'
import { extensionOf } from '../media/media-type.ts'
import { attribute, plainText, type XmlElement } from '../xml/element.ts'
import type { DocumentContext } from './document-context.ts'
import { readSvg } from './svg-reader.ts'

/** The pictures of an element, and whether its content must be read because they cannot stand for it. */
export interface ReadImages {
  readonly images: readonly Image[]
  readonly fallback: boolean
}

/** Reads `img`, `image`, `svg`, and `object`, `embed` and `input` that show a picture. */
export function readImages(element: XmlElement, context: DocumentContext): ReadImages {
  if (element.name === 'svg') return { images: readSvg(element, context, takeImage), fallback: false }
  if (element.name === 'input' && attribute(element, 'type') !== 'image') return { images: [], fallback: false }
  const image = takeImage(element, context)
  const isObject = element.name === 'object' || element.name === 'embed'
  if (image === undefined && isObject) {
    context.warn('media_dropped', `The ${element.name} was left out; its fallback stays.`, element)
  }
  return { images: image === undefined ? [] : [image], fallback: image === undefined && isObject }
}

/** The picture that an element refers to; its words alone, or undefined, with a warning, when there is none. */
export function takeImage(element: XmlElement, context: DocumentContext): Image | undefined {
  const isObject = element.name === 'object'
  const written = attribute(element, isObject ? 'data' : 'src') ?? attribute(element, 'href')
  if (written === undefined || written.trim() === '') return undefined
  const alt = altOf(element) ?? (isObject ? pictureWords(plainText(element)) : undefined)
  const href = resolveHref(context.path, written)
  if (href.kind === 'data') {
    const media = takeDataUrl(href.url, context)
    if (media !== undefined) return { media, alt }
    context.warn('image_unreadable', 'A picture inside the page cannot be decoded.', element)
    return alt === undefined ? undefined : { alt }
  }
  const media = href.kind === 'internal' ? context.media.take(href.path) : undefined
  if (media !== undefined) return { media, alt }
  if (!isObject && element.name !== 'embed') {
    const why = href.kind === 'internal' ? 'is not in the zip or cannot be read' : 'lies outside the book'
    context.warn('image_missing', `The picture ${written.slice(0, 120)} ${why}.`, element)
    return alt === undefined ? undefined : { alt }
  }
  return undefined
}

const altOf = (element: XmlElement) =>
  pictureWords(attribute(element, 'alt')) ??
  pictureWords(attribute(element, 'aria-label')) ??
  pictureWords(attribute(element, 'title'))

function takeDataUrl(url: string, context: DocumentContext): string | undefined {
  const [, type = '', base64, data = ''] = /^data:(image\/[\w.+-]+)[^,]*?(;base64)?,([\s\S]*)$/i.exec(url) ?? []
  const extension = extensionOf(type.toLowerCase())
  if (extension === undefined) return undefined
  const content = base64 === undefined ? Buffer.from(decodeURIComponent(data)) : Buffer.from(data, 'base64')
  return content.length === 0 ? undefined : context.media.create(content, `inline.${extension}`, type.toLowerCase())
}
