import type { Block, Inline, TextLanguage } from '../tree/book.ts'
import { isComponentType } from './component-kind.ts'
import type { FlowDocument, FlowEvent, FlowHeading } from './flow.ts'
import { headingRanks } from './heading-ranks.ts'
import { textLength } from './inline-words.ts'
import { languageDifference } from './language-difference.ts'
import type { OutlineNode } from './outline.ts'
import type { PlacedToc } from './place-entries.ts'
import { type Opening, planOpenings } from './plan-openings.ts'

/**
 * Sets every block of the book under its heading. Where the table of contents has an entry, its depth decides; other
 * headings stand below by their rank.
 */
export function buildOutline(documents: readonly FlowDocument[], toc: PlacedToc): OutlineNode[] {
  const builder = new OutlineBuilder(toc)
  for (const document of documents) builder.add(document)
  return builder.roots
}

/** Text before the first heading of a page that is short enough to belong under it. */
const SHORT_TEXT = 400

class OutlineBuilder {
  readonly roots: OutlineNode[] = []
  readonly #toc: PlacedToc
  #stack: OutlineNode[] = []
  #open: (readonly string[])[] = []
  /** Types of elements that began since the last content. */
  #fresh: string[] = []
  #isAtStart = true
  #isNodeFresh = false

  constructor(toc: PlacedToc) {
    this.#toc = toc
  }

  add(document: FlowDocument): void {
    const openings = planOpenings(document, this.#toc.byPath.get(document.path) ?? [])
    const consumed = new Set(openings.flatMap((opening) => opening.consumed))
    const demoted = new Set(openings.flatMap((opening) => opening.demoted ?? []))
    const ranks = headingRanks(document.events)
    this.#open = [document.types]
    this.#fresh = [...document.types]
    this.#isAtStart = true
    this.#isNodeFresh = false
    if (openings[0]?.entry.at !== 0) this.#beginUnlisted(document, openings)
    document.events.forEach((event, i) => {
      for (const opening of openings) if (opening.entry.at === i) this.#openEntry(opening, document, ranks)
      if (consumed.has(i)) this.#endFresh()
      else if (event.kind === 'heading' && demoted.has(i)) {
        this.#addBlock({ kind: 'bridgehead', anchors: event.anchors, content: event.content }, document)
      } else this.#read(event, document, ranks.get(i) ?? 6)
    })
  }

  /** A document that the table of contents does not name: a piece of its own when it says what it is. */
  #beginUnlisted(document: FlowDocument, openings: readonly Opening[]): void {
    const first = document.events.findIndex((event) => event.kind === 'block' || event.kind === 'heading')
    if (first < 0 || document.events[first]?.kind === 'heading') return
    if (openings.some((opening) => opening.entry.at <= first)) return
    const root = this.#stack[0]
    const leading = document.events.slice(0, first).flatMap((event) => (event.kind === 'enter' ? event.types : []))
    const isKind = [...document.types, ...leading].some((type) => isComponentType(type) && !root?.types.includes(type))
    if (root !== undefined && !isKind) return
    this.#push(this.#node({ level: 1, document, title: titleOf(document) }))
    this.#isNodeFresh = true
  }

  #read(event: FlowEvent, document: FlowDocument, rank: number): void {
    switch (event.kind) {
      case 'enter':
        this.#open.push(event.types)
        this.#fresh.push(...event.types)
        if (this.#isNodeFresh) this.#stack.at(-1)?.types.push(...event.types)
        return
      case 'leave':
        if (this.#open.length > 1) this.#open.pop()
        return
      case 'block':
        this.#addBlock(event.block, document)
        return
      case 'heading':
        this.#openHeading(event, document, rank)
        return
      case 'anchors':
        this.#current(document).anchors.push(...event.anchors)
        return
      case 'mark':
        return
    }
  }

  #addBlock(block: Block, document: FlowDocument): void {
    const node = this.#current(document)
    node.blocks.push(node.path === document.path ? block : inLanguageOf(block, document, node))
    this.#endFresh()
  }

  #endFresh(): void {
    this.#fresh = []
    this.#isAtStart = false
    this.#isNodeFresh = false
  }

  #current(document: FlowDocument): OutlineNode {
    const top = this.#stack.at(-1)
    if (top !== undefined) return top
    return this.#push(this.#node({ level: 1, document, title: titleOf(document) }))
  }

  #openEntry(opening: Opening, document: FlowDocument, ranks: ReadonlyMap<number, number>): void {
    const { entry, title, subtitle, anchors, consumed } = opening
    const rank = consumed.map((index) => ranks.get(index)).find((one) => one !== undefined)
    const level = this.#toc.isFlat ? this.#flatLevel(document, rank) : entry.depth
    while ((this.#stack.at(-1)?.level ?? 0) >= level) this.#stack.pop()
    const node = this.#node({
      level,
      document,
      title,
      subtitle,
      anchors,
      rank,
      isFromToc: true,
      groupsEntries: entry.hasChildren,
    })
    this.#push(node)
    this.#isNodeFresh = true
  }

  /** In a table of contents without depth, headings in one document nest by rank. */
  #flatLevel(document: FlowDocument, rank: number | undefined): number {
    if (rank === undefined || this.#isAtStart) return 1
    const above = this.#stack.findLast(
      (node) => node.path === document.path && node.isFromToc && (node.rank ?? 7) < rank,
    )
    return above === undefined ? 1 : above.level + 1
  }

  #openHeading(heading: FlowHeading, document: FlowDocument, rank: number): void {
    const { content, subtitle, anchors } = heading
    const top = this.#stack.at(-1)
    if (top !== undefined && this.#canTakeTitle(top, document)) {
      top.title = content
      top.subtitle = subtitle
      top.rank = rank
      top.anchors.push(...anchors)
      this.#endFresh()
      return
    }
    if (this.#isAtStart) this.#popForDocument(rank)
    else this.#popInDocument(rank)
    const level = (this.#stack.at(-1)?.level ?? 0) + 1
    this.#push(this.#node({ level, document, title: content, subtitle, anchors, rank }))
    this.#endFresh()
  }

  /** An untitled piece of this document that has only a picture or a few words so far. */
  #canTakeTitle(node: OutlineNode, document: FlowDocument): boolean {
    if (node.isFromToc || node.rank !== undefined || node.path !== document.path || node.children.length > 0)
      return false
    return textLength(node.blocks, SHORT_TEXT) < SHORT_TEXT
  }

  /** A new document that begins with a heading ends what is not above it by rank. */
  #popForDocument(rank: number): void {
    let popped: OutlineNode | undefined
    for (;;) {
      const top = this.#stack.at(-1)
      if (top === undefined) return
      const topRank = top.rank ?? (top.groupsEntries ? 0 : 7)
      const isTie = popped?.isFromToc === true && (popped.rank ?? 7) <= topRank
      if (topRank < rank || isTie) return
      popped = this.#stack.pop()
    }
  }

  /** A heading inside a document ends sections, never the piece that the document began. */
  #popInDocument(rank: number): void {
    for (;;) {
      const top = this.#stack.at(-1)
      if (top === undefined || this.#stack.length === 1 || top.isDocumentStart) return
      if (top.isFromToc && top.level === 1) return
      if ((top.rank ?? 0) < rank) return
      this.#stack.pop()
    }
  }

  #push(node: OutlineNode): OutlineNode {
    while ((this.#stack.at(-1)?.level ?? 0) >= node.level) this.#stack.pop()
    const parent = this.#stack.at(-1)
    if (parent === undefined) this.roots.push(node)
    else parent.children.push(node)
    this.#stack.push(node)
    return node
  }

  #node(given: NewNode): OutlineNode {
    const { document, title, subtitle, anchors = [], rank, isFromToc = false, groupsEntries = false } = given
    return {
      level: given.level,
      title,
      subtitle,
      anchors: [...anchors],
      types: [...this.#fresh],
      matter: this.#matter(),
      rank,
      isFromToc,
      groupsEntries,
      isDocumentStart: this.#isAtStart,
      path: document.path,
      language: document.language,
      direction: document.direction,
      blocks: [],
      children: [],
    }
  }

  #matter(): OutlineNode['matter'] {
    for (const type of this.#open.flat().toReversed()) {
      if (type === 'frontmatter') return 'front'
      if (type === 'bodymatter') return 'body'
      if (type === 'backmatter') return 'back'
    }
    return undefined
  }
}

/** A block that stands under the heading of another page says what language its own is in. */
function inLanguageOf(block: Block, document: TextLanguage, around: TextLanguage): Block {
  if (block.kind === 'bibliography' || block.kind === 'index') return block
  const own = languageDifference(document, around)
  return own === undefined ? block : { ...own, ...block }
}

const titleOf = ({ title }: FlowDocument): Inline[] => (title === '' ? [] : [{ kind: 'text', text: title }])

interface NewNode {
  readonly level: number
  readonly document: FlowDocument
  readonly title: readonly Inline[]
  readonly subtitle?: readonly Inline[] | undefined
  readonly anchors?: readonly string[] | undefined
  readonly rank?: number | undefined
  readonly isFromToc?: boolean | undefined
  readonly groupsEntries?: boolean | undefined
}
