import type { FlowEvent } from '../../structure/flow.ts'
import type { Block } from '../../tree/book.ts'
import { attribute, childElements, withoutId, type XmlElement, type XmlNode } from '../xml/element.ts'
import { semanticTypes } from '../xml/semantic-types.ts'
import { anchorOfId, type DocumentContext, languageOf } from './document-context.ts'
import { containsBlock, FOREIGN, HIDDEN, isBlock } from './element-kinds.ts'
import type { EmbeddedPage } from './embedded-pages.ts'
import { FlowBuilder } from './flow-builder.ts'
import { headingRank } from './heading-rank.ts'
import { readInlines, readLink } from './inline-reader.ts'
import { inlineText } from './inline-text.ts'
import { indentLines } from './line-indent.ts'
import { isDisplayMath, readMath } from './math-reader.ts'
import { normalizeText } from './normalize-text.ts'
import { isNote } from './note-kinds.ts'
import { readSwitch } from './switch-reader.ts'
import { inLanguage, languageInside } from './text-language.ts'
import { saysCaption, saysSubtitle, saysTableTitle } from './title-kinds.ts'
import { readWhole } from './whole-reader.ts'

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
  /** The last paragraph that calls itself the title of a table. */
  #tableTitle: Block | undefined

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
    else this.#readInLanguage(element)
  }

  #readInLanguage(element: XmlElement): void {
    const { languages } = this.#context
    const inside = languageInside(element, languageOf(this.#context))
    if (inside !== undefined) {
      this.#builder.endRun()
      languages.push(inside)
    }
    if (EMBEDDED.has(element.name)) this.#readEmbedded(element)
    else this.#readBlock(element)
    if (inside !== undefined) {
      this.#builder.endRun()
      languages.pop()
    }
  }

  #readPage(element: XmlElement, page: EmbeddedPage): void {
    this.#addId(element)
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
    const blocks = readWhole(element, types, this.#context)
    if (blocks === undefined) this.#readContainer(element, types)
    else for (const block of blocks) this.#addWithId(element, this.#titled(block))
  }

  /** A table without a title takes the paragraph before it that calls itself one. */
  #titled(block: Block): Block {
    if (block.kind !== 'table' || block.title.length > 0) return block
    const title = this.#builder.last
    if (title?.kind !== 'block' || title.block !== this.#tableTitle || title.block.kind !== 'paragraph') return block
    this.#builder.removeLast()
    for (const anchor of title.block.anchors ?? []) this.#builder.addAnchor(anchor)
    return { ...block, title: inLanguage(title.block.content, title.block) }
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

  #addId(element: XmlElement, name = 'id'): void {
    const id = attribute(element, name)
    if (id !== undefined && id !== '') this.#builder.addAnchor(anchorOfId(this.#context, id))
  }

  #readContainer(element: XmlElement, types: readonly string[]): void {
    this.#addId(element)
    if (element.name === 'a') this.#addId(element, 'name')
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
    else this.readAll(indentLines(element.children))
    this.#context.openTypes.length -= types.length
    builder.endRun()
    if (isSection) builder.leave()
    else if (saysTableTitle(element) && builder.last?.kind === 'block') this.#tableTitle = builder.last.block
  }

  /** Notes that stand inside a paragraph do not break it: they follow it. */
  #readWithNotes(element: XmlElement): void {
    const notes = childElements(element).filter(
      (child) => isBlock(child) && isNote(child, semanticTypes(child), this.#context),
    )
    const isNoteNode = new Set<XmlNode>(notes)
    this.readAll(indentLines(element.children.filter((child) => !isNoteNode.has(child))))
    for (const note of notes) this.#readBlock(note)
  }

  #readHeading(element: XmlElement, rank: number, types: readonly string[]): void {
    const content = readInlines(element.children, this.#context)
    const last = this.#builder.last
    if (saysSubtitle(element, types) && last?.kind === 'heading' && last.subtitle === undefined) {
      this.#builder.replaceHeading({ ...last, subtitle: this.#builder.inLanguage(normalizeText(content)) })
    } else if (types.includes('bridgehead')) {
      this.#builder.addBlock({ kind: 'bridgehead', content: normalizeText(content) })
    } else this.#builder.addHeading(rank, content)
  }

  /** A paragraph that captions the picture before it, or gives the subtitle of the heading before it. */
  #readCaption(element: XmlElement, types: readonly string[]): boolean {
    const last = this.#builder.last
    if (last === undefined || containsBlock(element)) return false
    if (last.kind === 'heading' && last.subtitle === undefined && saysSubtitle(element, types)) {
      const subtitle = this.#builder.inLanguage(this.#context.readText(element.children))
      this.#builder.replaceHeading({ ...last, subtitle })
      return true
    }
    if (last.kind !== 'block' || last.block.kind !== 'figure' || last.block.title.length > 0) return false
    if (!saysCaption(element)) return false
    const title = this.#context.readText(element.children)
    if (inlineText(title).trim() === '') return false
    this.#builder.replaceLast({ ...last.block, title: this.#builder.inLanguage(title) })
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
    const isObject = element.name === 'object'
    const content = readInlines([isObject ? element : { ...element, children: [] }], this.#context)
    const isShown = isObject && content.some((inline) => inline.kind === 'image')
    if (isShown || !isObject) this.#builder.addInlines(content)
    if (!isShown) this.readAll(element.children)
  }

  #readEquation(element: XmlElement): void {
    this.#builder.endRun()
    this.#addId(element)
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
    this.#addId(element)
    const note = this.#builder.addBlock({ kind: 'aside', role: 'note', title: [], blocks })
    this.#context.links.addNote(note)
  }
}
