import type { Block, Component, Inline, Part, Section } from '../../tree/book.ts'
import type { NoteHolder } from './link-register.ts'

/** What {@link walkBook} tells of. All are optional. */
export interface TreeVisitor {
  /** Every inline, outer before inner, with the holders (list items, blocks, entries) around it, outermost first. */
  inline?(inline: Inline, holders: readonly NoteHolder[]): void
  /** Everything that can be a note, before what is in it. */
  holder?(holder: NoteHolder, facts: HolderFacts): void
  /** Every anchor of a part, component, section, block, item or entry; those in running text come as inlines. */
  anchors?(anchors: readonly string[]): void
}

/** A block, list item or entry of a definition list. */
export interface HolderFacts {
  readonly anchors: readonly string[]
  readonly blocks: readonly Block[]
  readonly kind: 'block' | 'item' | 'entry'
  /** The terms of an entry in a row. */
  readonly label?: readonly Inline[] | undefined
}

const NONE: readonly string[] = []

/** Visits the whole book in reading order. */
export function walkBook(body: readonly (Part | Component)[], visitor: TreeVisitor): void {
  const walker = new TreeWalker(visitor)
  for (const piece of body) {
    if (piece.kind !== 'part') walker.section(piece)
    else {
      walker.anchors(piece.anchors)
      walker.inlines(piece.title)
      walker.blocks(piece.intro)
      for (const component of piece.components) walker.section(component)
    }
  }
}

class TreeWalker {
  readonly #visitor: TreeVisitor
  readonly #holders: NoteHolder[] = []

  constructor(visitor: TreeVisitor) {
    this.#visitor = visitor
  }

  section(section: Section | Component): void {
    this.anchors(section.anchors)
    this.inlines(section.title)
    if (section.subtitle !== undefined) this.inlines(section.subtitle)
    this.blocks(section.blocks)
    for (const inner of section.sections) this.section(inner)
  }

  anchors(anchors: readonly string[] | undefined): void {
    if (anchors !== undefined && anchors.length > 0) this.#visitor.anchors?.(anchors)
  }

  blocks(blocks: readonly Block[]): void {
    for (const block of blocks) {
      this.#hold(
        block,
        { anchors: 'anchors' in block ? (block.anchors ?? NONE) : NONE, blocks: [block], kind: 'block' },
        () => this.#inside(block),
      )
    }
  }

  inlines(content: readonly Inline[]): void {
    for (const inline of content) {
      this.#visitor.inline?.(inline, this.#holders)
      if ('content' in inline) this.inlines(inline.content)
      else if (inline.kind === 'footnote') {
        this.anchors(inline.anchors)
        this.blocks(inline.blocks)
      }
    }
  }

  #hold(holder: NoteHolder, facts: HolderFacts, inside: () => void): void {
    this.anchors(facts.anchors)
    this.#visitor.holder?.(holder, facts)
    this.#holders.push(holder)
    inside()
    this.#holders.pop()
  }

  #inside(block: Block): void {
    if ('title' in block && block.title !== undefined) this.inlines(block.title)
    switch (block.kind) {
      case 'paragraph':
      case 'bridgehead':
      case 'lines':
        this.inlines(block.content)
        return
      case 'quotation':
        this.blocks(block.blocks)
        if (block.attribution !== undefined) this.inlines(block.attribution)
        return
      case 'aside':
      case 'figure':
        this.blocks(block.blocks)
        return
      case 'list':
        for (const item of block.items) {
          this.#hold(item, { anchors: item.anchors ?? NONE, blocks: item.blocks, kind: 'item' }, () =>
            this.blocks(item.blocks),
          )
        }
        return
      case 'definitions':
        for (const entry of block.entries) {
          const label = entry.terms.flat()
          this.#hold(entry, { anchors: entry.anchors ?? NONE, blocks: entry.blocks, kind: 'entry', label }, () => {
            for (const term of entry.terms) this.inlines(term)
            this.blocks(entry.blocks)
          })
        }
        return
      case 'table':
        for (const cell of [...block.head, ...block.body, ...block.foot].flat()) {
          this.anchors(cell.anchors)
          this.blocks(cell.blocks)
        }
        return
      case 'bibliography':
      case 'index':
        this.#entries(block.entries)
        return
      case 'equation':
        return
    }
  }

  #entries(
    entries: ReadonlyArray<{
      anchors?: readonly string[] | undefined
      content: readonly Inline[]
      entries?: readonly unknown[]
    }>,
  ): void {
    for (const entry of entries) {
      this.anchors(entry.anchors)
      this.inlines(entry.content)
      if (entry.entries !== undefined) this.#entries(entry.entries as typeof entries)
    }
  }
}
