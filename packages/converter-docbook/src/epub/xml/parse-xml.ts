import { type SaxesOptions, SaxesParser } from 'saxes'
import { oversizedBook, UnreadableText } from '../archive/archive-error.ts'
import { LIMITS } from '../archive/limits.ts'
import { localName, type XmlElement, type XmlNode } from './element.ts'
import { declaredEntities, entityTable } from './html-entities.ts'

/** Why and where a document is not well-formed. */
export class XmlSyntaxError extends UnreadableText {
  override readonly name = 'XmlSyntaxError'
  readonly line: number
  readonly column: number

  constructor(message: string, line: number, column: number) {
    super(message)
    this.line = line
    this.column = column
  }
}

type Building = XmlElement & { readonly children: XmlNode[] }

/** Told of entities that nobody declares; they stay as written. */
export type OnUnknownEntity = (name: string, line: number) => void

/**
 * Parses a well-formed document. External entities are never looked at.
 * @throws XmlSyntaxError
 */
export function parseXml(text: string, onUnknownEntity: OnUnknownEntity = () => {}): XmlElement {
  const builder = new XmlTreeBuilder(onUnknownEntity)
  builder.write(text)
  return builder.finish()
}

/** Builds the tree of a well-formed document from pieces of its text. */
export class XmlTreeBuilder {
  readonly #parser: SaxesParser
  readonly #open: Building[] = []
  #root: XmlElement | undefined
  #elements = 0

  constructor(onUnknownEntity: OnUnknownEntity) {
    const options: SaxesOptions = { xmlns: false, position: true }
    const parser = new SaxesParser(options)
    const unknown = (name: string) => onUnknownEntity(name, parser.line)
    const addText = (piece: string) => this.#open.at(-1)?.children.push(piece)
    parser.ENTITIES = entityTable(new Map(), unknown)
    parser.on('error', (error) => {
      throw new XmlSyntaxError(error.message.replace(/^[\d:\s]+/, ''), parser.line, parser.column)
    })
    parser.on('doctype', (doctype) => {
      if (doctype.includes('<!ENTITY')) parser.ENTITIES = entityTable(declaredEntities(doctype), unknown)
    })
    parser.on('text', addText)
    parser.on('cdata', addText)
    parser.on('opentag', (tag) => this.#begin(tag.name, tag.attributes as Record<string, string>))
    parser.on('closetag', () => this.#open.pop())
    this.#parser = parser
  }

  /** @throws XmlSyntaxError */
  write(text: string): void {
    this.#parser.write(text)
  }

  /** @throws XmlSyntaxError when the document is not complete */
  finish(): XmlElement {
    this.#parser.close()
    if (this.#root === undefined) throw new XmlSyntaxError('there is no element', 1, 0)
    return this.#root
  }

  #begin(name: string, attributes: Record<string, string>): void {
    const { line } = this.#parser
    if (this.#open.length >= LIMITS.elementDepth) throw new XmlSyntaxError('elements are nested too deeply', line, 0)
    this.#elements += 1
    if (this.#elements > LIMITS.elements) throw oversizedBook(`A page has more than ${LIMITS.elements} elements`)
    const element = newElement(name, attributes, line)
    this.#open.at(-1)?.children.push(element)
    this.#root ??= element
    this.#open.push(element)
  }
}

function newElement(qualifiedName: string, attributes: Record<string, string>, line: number): Building {
  return { name: localName(qualifiedName).toLowerCase(), qualifiedName, attributes, children: [], line }
}
