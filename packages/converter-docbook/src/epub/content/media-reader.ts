import type { Inline } from '../../tree/book.ts'
import { resolveHref } from '../href.ts'
import { attribute, childElements, type XmlElement } from '../xml/element.ts'
import type { DocumentContext } from './document-context.ts'

/** What stands for sound or film, which a book of text cannot hold: the poster, with a warning. A frame can show a picture. */
export function readMediaFallback(element: XmlElement, context: DocumentContext): Inline[] {
  const picture = element.name === 'iframe' ? pictureOf(element, attribute(element, 'src'), context) : []
  if (picture.length > 0) return picture
  const source = attribute(element, 'src') ?? childElements(element)[0]?.attributes.src
  const named = source === undefined ? '' : ` (${source.slice(0, 80)})`
  context.warn('media_dropped', `The ${element.name}${named} was left out; its fallback stays.`, element)
  return pictureOf(element, attribute(element, 'poster'), context)
}

function pictureOf(element: XmlElement, written: string | undefined, context: DocumentContext): Inline[] {
  const href = written === undefined ? undefined : resolveHref(context.path, written)
  const media = href?.kind === 'internal' ? context.media.take(href.path) : undefined
  return media === undefined ? [] : [{ kind: 'image', image: { media, alt: attribute(element, 'title') } }]
}
