import type { FlowEvent } from '../../structure/flow.ts'
import type { Block } from '../../tree/book.ts'
import { attribute, childElements, withoutId, type XmlElement, type XmlNode } from '../xml/element.ts'
import { classNames, semanticTypes } from '../xml/semantic-types.ts'
import { readAside, sidebarRole } from './aside-reader.ts'
import { readBibliography } from './bibliography-reader.ts'
import { readDefinitions } from './definition-reader.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { containsBlock, FOREIGN, HIDDEN, isBlock } from './element-kinds.ts'
import type { EmbeddedPage } from './embedded-pages.ts'
import { readFigure } from './figure-reader.ts'
import { FlowBuilder } from './flow-builder.ts'
import { headingRank } from './heading-rank.ts'
import { readIndex } from './index-reader.ts'
import { readInlines, readLink } from './inline-reader.ts'
import { inlineText } from './inline-text.ts'
import { readCode } from './line-reader.ts'
import { readList } from './list-reader.ts'
import { isDisplayMath, readMath } from './math-reader.ts'
import { normalizeText } from './normalize-text.ts'
import { isNote } from './note-kinds.ts'
import { isQuotation, readQuotation } from './quotation-reader.ts'
import { readSwitch } from './switch-reader.ts'
import { readTable } from './table-reader.ts'
import { isVerse, readVerse } from './verse-reader.ts'

/** Reads a document's body as a flow; the anchors of the document as a whole go to what comes first. */
export function readFlow(nodes: readonly XmlNode[], context: DocumentContext, anchors: readonly string[]): FlowEvent[] {
  const builder = new FlowBuilder(context, false)
  for (const anchor of anchors) builder.addAnchor(anchor)
  new FlowReader(context, builder).readAll(nodes)
  return builder.finish()
}

/** Reads what stands inside a block. */
export function readNestedBlocks(nodes: readonly XmlNode[], context: DocumentContext): Block[] {
  const builder = new FlowBuilder(context, true)
  new FlowReader(context, builder).readAll(nodes)
  return builder.finishBlocks()
}

const EMBEDDED = new Set(['object', 'video', 'audio', 'iframe'])

class FlowReader {
  readonly #context: DocumentContext
  readonly #builder: FlowBuilder

  constructor(context: DocumentContext, builder: FlowBuilder) {
    this.#context = context
    this.#builder = builder
  }

  readAll(nodes: readonly XmlNode[]): void {
    for (const node of nodes) {
      if (typeof node === 'string') this.#builder.addInlines([{ kind: 'text', text: node }])
      else if (!HIDDEN.has(node.name)) this.#read(node)
    }
  }

  #read(element: XmlElement): void {
    const isContainer = isBlock(element) || (!FOREIGN.has(element.name) && containsBlock(element))
    const page = this.#context.pageOf(element)
    if (page !== undefined) this.#readPage(element, page)
    else if (element.name === 'switch') this.#readSwitch(element)
    else if (element.name === 'math' && isDisplayMath(element)) this.#readEquation(element)
    else if (!isContainer) this.#builder.addInlines(readInlines([element], this.#context))
    else if (EMBEDDED.has(element.name)) this.#readEmbedded(element)
    else this.#readBlock(element)
  }

  #readPage(element: XmlElement, page: EmbeddedPage): void {
    const id = attribute(element, 'id')
    if (id !== undefined && id !== '') this.#builder.addAnchor(anchorOfId(this.#context, id))
    this.#context.marks.push(page.path)
    this.#builder.addAnchor(page.path)
    new FlowReader(this.#context.inPage(page), this.#builder).readAll(page.body.children)
    this.#builder.endRun()
  }

  #readBlock(element: XmlElement): void {
    this.#builder.endRun()
    const types = semanticTypes(element)
    if (isNote(element, types, this.#context)) {
      this.#readNote(element)
      return
    }
    const block = this.#readWhole(element, types)
    if (block === undefined) this.#readContainer(element, types)
    else for (const one of block) this.#addWithId(element, one)
  }

  /** The blocks that the element is as a whole; undefined when it only holds others. */
  #readWhole(element: XmlElement, types: readonly string[]): readonly Block[] | undefined {
    const context = this.#context
    switch (element.name) {
      case 'ul':
      case 'ol':
      case 'menu':
      case 'dir':
        return readIndex(element, context) ?? readBibliography(element, context) ?? readList(element, context)
      case 'dl':
        return readDefinitions(element, context)
      case 'table':
        return readTable(element, context)
      case 'pre':
        return [readCode(element, context)]
      case 'figure':
        return readFigure(element, context)
    }
    if (isQuotation(element, types)) return [readQuotation(element, types, context)]
    const role = sidebarRole(element, types)
    if (role !== undefined) return readAside(element, role, context)
    if (isVerse(element)) return readVerse(element, context)
    return undefined
  }

  /** The id goes to the first of an element's blocks. */
  #addWithId(element: XmlElement, block: Block): void {
    const id = attribute(element, 'id')
    if (id !== undefined && id !== '' && !this.#given.has(element)) {
      this.#given.add(element)
      const inside = this.#context.marks.splice(0)
      this.#builder.addAnchor(anchorOfId(this.#context, id))
      this.#context.marks.push(...inside)
    }
    this.#builder.addBlock(block)
  }
  readonly #given = new WeakSet<XmlElement>()

  #readContainer(element: XmlElement, types: readonly string[]): void {
    const builder = this.#builder
    for (const name of element.name === 'a' ? ['id', 'name'] : ['id']) {
      const id = attribute(element, name)
      if (id !== undefined && id !== '') builder.addAnchor(anchorOfId(this.#context, id))
    }
    const rank = headingRank(element)
    if (rank !== undefined) this.#readHeading(element, rank, types)
    else if (!this.#readCaption(element, types)) this.#readInside(element, types)
  }

  #readInside(element: XmlElement, types: readonly string[]): void {
    const builder = this.#builder
    const isSection = element.name === 'section' || element.name === 'article' || types.length > 0
    if (isSection) builder.enter(types)
    this.#context.openTypes.push(...types)
    if (element.name === 'a') this.#readBlockLink(element)
    else if (element.name === 'p') this.#readWithNotes(element)
    else this.readAll(element.children)
    this.#context.openTypes.length -= types.length
    builder.endRun()
    if (isSection) builder.leave()
  }

  /** Notes that stand inside a paragraph do not break it: they follow it. */
  #readWithNotes(element: XmlElement): void {
    const notes = childElements(element).filter(
      (child) => isBlock(child) && isNote(child, semanticTypes(child), this.#context),
    )
    const isNoteNode = new Set<XmlNode>(notes)
    this.readAll(element.children.filter((child) => !isNoteNode.has(child)))
    for (const note of notes) this.#readBlock(note)
  }

  #readHeading(element: XmlElement, rank: number, types: readonly string[]): void {
    const content = readInlines(element.children, this.#context)
    const last = this.#builder.last
    const isSubtitle = types.includes('subtitle') || classNames(element).includes('subtitle')
    if (isSubtitle && last?.kind === 'heading' && last.subtitle === undefined) {
      this.#builder.replaceHeading({ ...last, subtitle: normalizeText(content) })
    } else if (types.includes('bridgehead')) {
      this.#builder.addBlock({ kind: 'bridgehead', content: normalizeText(content) })
    } else this.#builder.addHeading(rank, content)
  }

  /** A paragraph that captions the picture before it, or gives the subtitle of the heading before it. */
  #readCaption(element: XmlElement, types: readonly string[]): boolean {
    const last = this.#builder.last
    if (last === undefined || containsBlock(element)) return false
    const classes = classNames(element)
    if (
      last.kind === 'heading' &&
      last.subtitle === undefined &&
      (types.includes('subtitle') || classes.includes('subtitle'))
    ) {
      this.#builder.replaceHeading({ ...last, subtitle: this.#context.readText(element.children) })
      return true
    }
    if (last.kind !== 'block' || last.block.kind !== 'figure' || last.block.title.length > 0) return false
    if (!classes.some((name) => /^(fig(ure)?[-_]?)?(caption|legend|title)$|^figcaption$/.test(name))) return false
    const title = this.#context.readText(element.children)
    if (inlineText(title).trim() === '') return false
    this.#builder.replaceLast({ ...last.block, title })
    return true
  }

  /** A link around blocks becomes a link in each stretch of loose text; blocks keep their text only. */
  #readBlockLink(element: XmlElement): void {
    const context = this.#context
    for (const child of element.children) {
      if (typeof child === 'string' || !(isBlock(child) || containsBlock(child))) {
        const content = readInlines([child], context)
        this.#builder.addInlines(
          /\S/.test(inlineText(content)) ? readLink(element, { context, around: [], content }) : content,
        )
      } else if (containsBlock(child)) this.readAll([child])
      else {
        const inner: XmlElement = { ...element, attributes: withoutId(element), children: child.children }
        this.readAll([{ ...child, children: [inner] }])
      }
    }
  }

  /** What stands for something embedded: its picture or poster, else the blocks that it holds for such a case. */
  #readEmbedded(element: XmlElement): void {
    const alone: XmlElement = { ...element, children: [] }
    const content = readInlines([element.name === 'object' ? { ...element, name: 'object' } : alone], this.#context)
    const isShown = element.name === 'object' && content.some((inline) => inline.kind === 'image')
    this.#builder.addInlines(element.name === 'object' && !isShown ? [] : content)
    if (!isShown) this.readAll(element.children)
  }

  #readEquation(element: XmlElement): void {
    this.#builder.endRun()
    const id = attribute(element, 'id')
    if (id !== undefined) this.#builder.addAnchor(anchorOfId(this.#context, id))
    this.#builder.addBlock({ kind: 'equation', title: [], ...readMath(element, this.#context) })
  }

  #readSwitch(element: XmlElement): void {
    const { foreign, shown } = readSwitch(element, this.#context)
    for (const object of foreign) {
      this.#builder.endRun()
      this.#builder.addBlock({ kind: 'equation', title: [], ...object })
    }
    this.readAll(shown)
  }

  #readNote(element: XmlElement): void {
    // A paragraph is read as one, without what makes it a note.
    const plain: XmlElement = { ...element, attributes: {} }
    const blocks = this.#context.readBlocks(element.name === 'p' ? [plain] : element.children)
    const id = attribute(element, 'id')
    if (id !== undefined) this.#builder.addAnchor(anchorOfId(this.#context, id))
    const note = this.#builder.addBlock({ kind: 'aside', role: 'note', title: [], blocks })
    this.#context.links.addNote(note)
  }
}
