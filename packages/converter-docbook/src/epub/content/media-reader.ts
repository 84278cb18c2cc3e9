import type { Inline } from '../../tree/book.ts'
import { resolveHref } from '../href.ts'
import { attribute, childElements, type XmlElement } from '../xml/element.ts'
import type { DocumentContext } from './document-context.ts'

/** What stands for sound, film or another page that a book of text cannot hold: the poster, with a warning. */
export function readMediaFallback(element: XmlElement, context: DocumentContext): Inline[] {
  const source = attribute(element, 'src') ?? childElements(element)[0]?.attributes.src
  const named = source === undefined ? '' : ` (${source.slice(0, 80)})`
  context.warn('media_dropped', `The ${element.name}${named} was left out; its fallback stays.`, element)
  const poster = attribute(element, 'poster')
  const href = poster === undefined ? undefined : resolveHref(context.path, poster)
  const media = href?.kind === 'internal' ? context.media.take(href.path) : undefined
  return media === undefined ? [] : [{ kind: 'image', image: { media, alt: attribute(element, 'title') } }]
}
