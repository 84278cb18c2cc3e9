import { type ResolveLink, serializeXml } from './serialize-xml.ts'
import type { XmlElement } from './xml-node.ts'
import { escapeAttribute } from './xml-text.ts'

const PUBLIC_ID = '-//RIS Dev//DTD DocBook V4.3 -Based Variant V1.1//EN'
const SYSTEM_ID = 'http://LOCALHOST/dtd/V1.1/RittDocBook.dtd'
/** The first line of every XML file of a package. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** A place in the book: a fragment, or a part that holds fragments. */
export type BookItem =
  | { readonly fragment: string }
  | { readonly part: XmlElement; readonly fragments: readonly string[] }

/** The file that holds the book together: an entity per fragment, the metadata, and the references in reading order. */
export function bookXml(
  book: {
    readonly language?: string | undefined
    readonly bookinfo?: XmlElement | undefined
    readonly items: readonly BookItem[]
  },
  resolve: ResolveLink,
): string {
  const fragments = book.items.flatMap((item) => ('part' in item ? item.fragments : [item.fragment]))
  const entities = fragments.map((id) => `\t<!ENTITY ${id} SYSTEM "${id}.xml">\n`).join('')
  const lang = book.language === undefined ? '' : ` lang="${escapeAttribute(book.language)}"`
  const info = book.bookinfo === undefined ? '' : `${serializeXml(book.bookinfo, resolve)}\n`
  const body = book.items.map((item) => ('part' in item ? partXml(item, resolve) : `&${item.fragment};\n`)).join('')
  const doctype = `<!DOCTYPE book PUBLIC "${PUBLIC_ID}" "${SYSTEM_ID}" [\n${entities}]>\n`
  return `${XML_DECLARATION}${doctype}<book id="b001"${lang}>\n${info}${body}</book>\n`
}

/** The references to a part's fragments stand before its end tag. */
function partXml(
  item: { readonly part: XmlElement; readonly fragments: readonly string[] },
  resolve: ResolveLink,
): string {
  const references = item.fragments.map((id) => `&${id};\n`).join('')
  const text = serializeXml(item.part, resolve)
  return `${text.slice(0, text.lastIndexOf('</part>'))}${references}</part>\n`
}
