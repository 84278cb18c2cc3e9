import { languageDifference } from '../../structure/language-difference.ts'
import type { Inline } from '../../tree/book.ts'
import { anchorOf, resolveHref } from '../href.ts'
import { attribute, rawText, type XmlElement, type XmlNode } from '../xml/element.ts'
import { semanticTypes } from '../xml/semantic-types.ts'
import { anchorOfId, type DocumentContext, languageOf } from './document-context.ts'
import { HIDDEN, isBlock } from './element-kinds.ts'
import { readImages } from './image-reader.ts'
import { stylesOf } from './inline-style.ts'
import { readMath } from './math-reader.ts'
import { readMediaFallback } from './media-reader.ts'
import { readingNodes, readingOf, readRuby } from './ruby-reader.ts'
import { readSwitch } from './switch-reader.ts'
import { inLanguage, languageInside } from './text-language.ts'

/** Running text as written: white space is not yet collapsed. */
export function readInlines(
  nodes: readonly XmlNode[],
  context: DocumentContext,
  around: readonly string[] = [],
): Inline[] {
  const result: Inline[] = []
  for (const node of nodes) {
    if (typeof node === 'string') result.push({ kind: 'text', text: node })
    else if (!HIDDEN.has(node.name)) readElement(node, { context, around, result })
  }
  return result
}

interface Reading {
  readonly context: DocumentContext
  /** Anchors of the inline elements around. */
  readonly around: readonly string[]
  readonly result: Inline[]
}

const ids = (element: XmlElement) => {
  const id = attribute(element, 'id')
  const name = element.name === 'a' ? attribute(element, 'name') : undefined
  return [id, name === id ? undefined : name].filter((value) => value !== undefined && value !== '') as string[]
}

function readElement(element: XmlElement, { context, around, result }: Reading): void {
  const outside = languageOf(context)
  const inside = languageInside(element, outside)
  if (inside === undefined) {
    readInside(element, { context, around, result })
    return
  }
  context.languages.push(inside)
  const content: Inline[] = []
  readInside(element, { context, around, result: content })
  context.languages.pop()
  result.push(...inLanguage(content, languageDifference(inside, outside)))
}

function readInside(element: XmlElement, { context, around, result }: Reading): void {
  const own = ids(element).map((id) => anchorOfId(context, id))
  for (const anchor of own) result.push({ kind: 'anchor', anchor })
  const anchors = own.length === 0 ? around : [...around, ...own]
  const inside = () => readInlines(element.children, context, anchors)
  const page = context.pageOf(element)
  if (page !== undefined) {
    const inner = readInlines(page.body.children, context.inPage(page), anchors)
    result.push({ kind: 'anchor', anchor: page.path }, ...spaced(inner))
    return
  }
  switch (element.name) {
    case 'br':
      result.push({ kind: 'break' }, ...inside())
      return
    case 'img':
    case 'svg':
    case 'image':
    case 'input':
    case 'object':
    case 'embed':
      result.push(...readPicture(element, context, inside))
      return
    case 'math':
      result.push({ kind: 'equation', ...readMath(element, context) })
      return
    case 'video':
    case 'audio':
    case 'iframe':
      result.push(...readMediaFallback(element, context), ...inside())
      return
    case 'switch': {
      const { foreign, shown } = readSwitch(element, context)
      for (const object of foreign) result.push({ kind: 'equation', ...object })
      result.push(...readInlines(shown, context, anchors))
      return
    }
    case 'ruby':
      result.push(...readRuby(element.children, (nodes) => readInlines(nodes, context, anchors)))
      return
    case 'rt':
    case 'rtc':
      result.push(...readingOf(readInlines(readingNodes(element), context, anchors)))
      return
    case 'a':
      result.push(...readLink(element, { context, around: anchors, content: inside() }))
      return
    default:
      result.push(...(isBlock(element) || element.name === 'option' ? spaced(inside()) : styled(element, inside())))
  }
}

const SPACE: Inline = { kind: 'text', text: ' ' }
const spaced = (content: readonly Inline[]): Inline[] => [SPACE, ...content, SPACE]

function styled(element: XmlElement, content: Inline[]): Inline[] {
  return stylesOf(element).reduce<Inline[]>((inner, style) => [{ kind: 'style', style, content: inner }], content)
}

function readPicture(element: XmlElement, context: DocumentContext, inside: () => Inline[]): Inline[] {
  const { images, fallback } = readImages(element, context)
  const pictures = images.map((image): Inline => ({ kind: 'image', image }))
  return fallback ? [...pictures, ...inside()] : pictures
}

/** Arrows that lead back, with the marks that choose how they are drawn. */
const BACK_SIGN = /^(?:\s|\u21a9|\u2191|\u2b06|\u23ce|\ufe0e|\ufe0f|\^)+$/

interface LinkReading {
  readonly context: DocumentContext
  readonly around: readonly string[]
  readonly content: Inline[]
}

/** An `a` element as a link; only its content where the target cannot be linked to. */
export function readLink(element: XmlElement, { context, around, content }: LinkReading): Inline[] {
  const written = attribute(element, 'href')
  if (written === undefined) return content
  const href = resolveHref(context.path, written)
  if (href.kind === 'external') return [{ kind: 'url', url: href.url, content: content.length > 0 ? content : [] }]
  if (href.kind !== 'internal') {
    context.warn('link_dropped', `The link to ${written.slice(0, 80)} was dropped; its text stays.`, element)
    return content
  }
  const types = semanticTypes(element)
  const link: Inline = {
    kind: 'link',
    target: anchorOf(context.media.find(href.path) ?? href.path, href.fragment),
    content,
  }
  context.links.addLink(link, {
    place: `${context.path}:${element.line}`,
    isNoteReference: types.includes('noteref') || types.includes('annoref'),
    isBacklink: types.includes('backlink') || types.includes('referrer') || BACK_SIGN.test(rawText(element)),
    anchors: around,
  })
  return [link]
}
