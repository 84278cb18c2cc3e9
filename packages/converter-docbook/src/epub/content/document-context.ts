import type { Block, Inline, TextLanguage } from '../../tree/book.ts'
import type { LinkRegister } from '../links/link-register.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { XmlElement, XmlNode } from '../xml/element.ts'
import type { EmbeddedPage } from './embedded-pages.ts'

/** What the readers of a document's parts share. One per document. */
export interface DocumentContext {
  /** Name in the zip. */
  readonly path: string
  /** Ids in this document that the table of contents points at. */
  readonly tocIds: ReadonlySet<string>
  /** Elements of which each holds all that the page does: a page, not something beside or inside its text. */
  readonly wrappers: ReadonlySet<XmlElement>
  /** Targets of the table of contents met inside a block that is not finished yet. */
  readonly marks: string[]
  /** Alternative texts of formulae that say nothing of them. */
  readonly emptyMathTexts: ReadonlySet<string>
  readonly media: MediaStore
  readonly links: LinkRegister
  /** What the open elements say that they are, outermost first. */
  readonly openTypes: string[]
  /** What language the open elements are in, outermost first; the last one holds. */
  readonly languages: TextLanguage[]
  warn(code: string, message: string, element: XmlElement): void
  /** The page that an element shows in its place, if it is to be read there. */
  pageOf(element: XmlElement): EmbeddedPage | undefined
  /** What the readers of such a page get. */
  inPage(page: EmbeddedPage): DocumentContext
  /** Blocks inside a block: headings there open no section. */
  readBlocks(nodes: readonly XmlNode[]): Block[]
  /** Running text, white space collapsed. */
  readText(nodes: readonly XmlNode[]): Inline[]
}

/** The language of what is being read. */
export const languageOf = ({ languages }: DocumentContext): TextLanguage => languages.at(-1) ?? {}

/** The anchor of an element's id, noting it when the table of contents points there. */
export function anchorOfId(context: DocumentContext, id: string): string {
  const anchor = `${context.path}#${id}`
  if (context.tocIds.has(id)) context.marks.push(anchor)
  return anchor
}
