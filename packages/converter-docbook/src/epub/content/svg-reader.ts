import type { Image } from '../../tree/book.ts'
import { attribute, descendants, type XmlElement } from '../xml/element.ts'
import { serializeXml } from '../xml/serialize-xml.ts'
import type { DocumentContext } from './document-context.ts'

const SVG = 'http://www.w3.org/2000/svg'
const DRAWN = new Set('path rect circle ellipse line polyline polygon text use foreignobject'.split(' '))

type TakeImage = (element: XmlElement, context: DocumentContext) => Image | undefined

/**
 * A drawing inside a page. One that only wraps pictures is those pictures; any other becomes a file of its own, followed
 * by the pictures that it uses.
 */
export function readSvg(svg: XmlElement, context: DocumentContext, takeImage: TakeImage): Image[] {
  const parts = [...descendants(svg)]
  const alt = describe(svg)
  const pictures = parts
    .filter((part) => part.name === 'image')
    .map((part) => takeImage(part, context))
    .filter((image) => image !== undefined)
  if (!parts.some((part) => DRAWN.has(part.name))) return pictures.map((image) => ({ ...image, alt: image.alt ?? alt }))
  const media = context.media.create(
    serializeXml(svg, SVG),
    `${attribute(svg, 'id') ?? 'drawing'}.svg`,
    'image/svg+xml',
  )
  return [{ media, alt }, ...pictures]
}

/** What a drawing says in words: its title, its description, its labels. */
export function describe(svg: XmlElement): string | undefined {
  const words: string[] = []
  const label = attribute(svg, 'aria-label')
  if (label !== undefined) words.push(label.trim())
  for (const part of descendants(svg)) {
    if (part.name === 'title' || part.name === 'desc' || part.name === 'text') words.push(linesOf(part))
  }
  const text = [...new Set(words.filter((word) => word !== ''))].join(' ')
  return text === '' ? undefined : text
}

/** The words of a text, of which a piece that is set further down is another line. */
const linesOf = (text: XmlElement): string => lineText(text).replace(/\s+/g, ' ').trim()

function lineText(element: XmlElement): string {
  let y = attribute(element, 'y')
  let text = ''
  for (const child of element.children) {
    if (typeof child === 'string') text += child
    else {
      const own = attribute(child, 'y')
      const isLower = Number.parseFloat(attribute(child, 'dy') ?? '0') !== 0 || (own !== undefined && own !== y)
      y = own ?? y
      text += isLower ? ` ${lineText(child)}` : lineText(child)
    }
  }
  return text
}
