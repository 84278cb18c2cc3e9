import type { ConvertWarning } from '@rittdoc-batch/core'
import type { FlowDocument } from '../../structure/flow.ts'
import type { LinkRegister } from '../links/link-register.ts'
import type { MediaStore } from '../media/media-store.ts'
import { attribute, childElements, findElement, hasLooseText, plainText, type XmlElement } from '../xml/element.ts'
import { classNames, semanticTypes } from '../xml/semantic-types.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { HIDDEN } from './element-kinds.ts'
import type { EmbeddedPages } from './embedded-pages.ts'
import { readFlow, readNestedBlocks } from './flow-reader.ts'
import { readInlines } from './inline-reader.ts'
import { emptyMathTexts } from './math-reader.ts'
import { normalizeText } from './normalize-text.ts'
import { statedLanguage } from './text-language.ts'

/** What is known of a document before it is read. */
export interface ContentSource {
  readonly path: string
  readonly root: XmlElement
  /** What landmarks say that it is, and what they call it. */
  readonly types: readonly string[]
  readonly title: string
  /** BCP 47, of the book: what a page is in that says nothing. */
  readonly bookLanguage?: string | undefined
  readonly tocIds: ReadonlySet<string>
  readonly media: MediaStore
  readonly links: LinkRegister
  readonly pages: Pick<EmbeddedPages, 'get'>
  warn(warning: ConvertWarning): void
}

/** Classes of the outermost element that the widespread DocBook stylesheets write. */
const WRAPPER_CLASSES = new Set(
  'part chapter appendix preface glossary bibliography index dedication colophon copyright-page'.split(' '),
)

/** Reads one document of the reading order. */
export function readContent(source: ContentSource): FlowDocument {
  const { path, root } = source
  const body = findElement(root, 'body') ?? root
  const wrappers = wrappersOf(body)
  const types = [
    ...source.types,
    ...semanticTypes(body),
    ...[...wrappers].flatMap((wrapper) => semanticTypes(wrapper)),
    ...wrapperTypes(body),
  ]
  const [ofPage, ofBody] = [statedLanguage(root), statedLanguage(body)]
  const language = ofBody.language ?? ofPage.language
  const direction = ofBody.direction ?? ofPage.direction
  const languages = [{ language: language ?? source.bookLanguage, direction }]
  const context = contextOf(source, {
    path,
    tocIds: source.tocIds,
    wrappers,
    emptyMathTexts: emptyMathTexts(body),
    marks: [],
    openTypes: [...types],
    languages,
  })
  const isBody = body.name === 'body'
  const anchors = [path, ...(isBody ? idsAbove(root) : []).map((id) => anchorOfId(context, id))]
  const events = readFlow(isBody ? [{ ...body, name: 'div', attributes: onlyId(body) }] : [body], context, anchors)
  const title = source.title || headTitle(root)
  return { path, types, title, language, direction, events }
}

type Own = Pick<
  DocumentContext,
  'path' | 'tocIds' | 'wrappers' | 'emptyMathTexts' | 'marks' | 'openTypes' | 'languages'
>

function contextOf(source: ContentSource, own: Own): DocumentContext {
  const { path } = own
  const context: DocumentContext = {
    ...own,
    media: source.media,
    links: source.links,
    warn: (code, message, element) => source.warn({ code, message, place: `${path}:${element.line}` }),
    pageOf: (element) => source.pages.get(element),
    inPage: (page) => {
      const texts = emptyMathTexts(page.body)
      return contextOf(source, { ...own, path: page.path, tocIds: page.tocIds, emptyMathTexts: texts })
    },
    readBlocks: (nodes) => readNestedBlocks(nodes, context),
    readText: (nodes) => normalizeText(readInlines(nodes, context)),
  }
  return context
}

/** Ids of what is around the body or before it: whoever links there means the page. */
function idsAbove(root: XmlElement): string[] {
  const head = findElement(root, 'head')
  const holders = head === undefined ? [root] : [root, head, ...childElements(head)]
  const ids = holders.map((holder) => attribute(holder, 'id'))
  return [...new Set(ids.filter((id) => id !== undefined && id !== ''))] as string[]
}

/** The elements around all that a body holds, from the outermost. */
function wrappersOf(body: XmlElement): Set<XmlElement> {
  const wrappers = new Set<XmlElement>()
  for (let around = body; !hasLooseText(around); ) {
    const [only, ...others] = childElements(around).filter((child) => !HIDDEN.has(child.name))
    if (only === undefined || others.length > 0) break
    wrappers.add(only)
    around = only
  }
  return wrappers
}

function onlyId(body: XmlElement): Record<string, string> {
  const id = attribute(body, 'id')
  return id === undefined ? {} : { id }
}

function wrapperTypes(body: XmlElement): string[] {
  const wrapper = childElements(body).filter((child) => child.name === 'div' || child.name === 'section')
  const [only] = wrapper
  const classes = [...classNames(body), ...(only !== undefined && wrapper.length === 1 ? classNames(only) : [])]
  return classes.filter((name) => WRAPPER_CLASSES.has(name))
}

/** The document's title, unless it is a file name or a word that editors leave there. */
function headTitle(root: XmlElement): string {
  const head = findElement(root, 'head')
  const title = head && findElement(head, 'title')
  const text = title === undefined ? '' : plainText(title)
  return /^(untitled|unknown|document|title|new|\d+)$/i.test(text) || /\.(x?html?|xml)$|^[\w-]*_[\w-]*$/i.test(text)
    ? ''
    : text
}
