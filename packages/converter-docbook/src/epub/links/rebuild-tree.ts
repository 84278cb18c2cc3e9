import type { Block, Component, IndexEntry, Inline, Section, TableCell } from '../../tree/book.ts'
import { stripBrackets } from '../notes/strip-brackets.ts'
import type { NoteHolder } from './link-register.ts'

/** What changes while a tree is rebuilt. */
export interface TreeChange {
  /** What an inline becomes; its content is already rebuilt. Undefined: it stays. */
  inline(inline: Inline, original: Inline): readonly Inline[] | undefined
  /** Whether a block, item or entry goes. */
  isGone(holder: NoteHolder): boolean
  /** What a block becomes before it is rebuilt. Undefined: itself. */
  replace(block: Block): readonly Block[] | undefined
  /** The anchors that stay. */
  anchors(anchors: readonly string[]): readonly string[]
}

/** Rebuilds blocks and running text with a change. */
export class TreeRebuilder {
  readonly #change: TreeChange
  /** Anchors of what went, for the next piece that stays. */
  #orphans: string[] = []
  /** How many holders went so far. */
  goneCount = 0

  constructor(change: TreeChange) {
    this.#change = change
  }

  /** The anchors of what went since the last time. */
  takeOrphans(): string[] {
    const orphans = this.#orphans
    this.#orphans = []
    return orphans
  }

  head<T extends Section | Component>(piece: T): Pick<T, 'title' | 'subtitle' | 'anchors' | 'blocks'> {
    return {
      title: this.inlines(piece.title),
      subtitle: piece.subtitle && this.inlines(piece.subtitle),
      anchors: this.#change.anchors(piece.anchors),
      blocks: this.blocks(piece.blocks),
    }
  }

  blocks(blocks: readonly Block[]): Block[] {
    const result: Block[] = []
    for (const block of blocks) {
      if (this.#change.isGone(block)) {
        this.goneCount++
        continue
      }
      const replaced = this.#change.replace(block)
      if (replaced !== undefined) result.push(...this.blocks(replaced))
      else {
        const rebuilt = this.#block(block)
        if (rebuilt !== undefined) result.push(rebuilt)
      }
    }
    return result
  }

  inlines(content: readonly Inline[]): Inline[] {
    const result: Inline[] = []
    for (const inline of content) {
      const rebuilt: Inline = 'content' in inline ? { ...inline, content: this.inlines(inline.content) } : inline
      const changed = this.#change.inline(rebuilt, inline)
      if (changed === undefined) result.push(rebuilt)
      else result.push(...changed)
    }
    return result.some((inline) => inline.kind === 'footnote') ? stripBrackets(result) : result
  }

  #anchors(anchors: readonly string[] | undefined): readonly string[] | undefined {
    return anchors && this.#change.anchors(anchors)
  }

  #gone(anchors: readonly string[] | undefined): undefined {
    this.#orphans.push(...(this.#anchors(anchors) ?? []))
    return undefined
  }

  #kept<T extends NoteHolder>(holders: readonly T[]): T[] {
    const kept = holders.filter((holder) => !this.#change.isGone(holder))
    this.goneCount += holders.length - kept.length
    return kept
  }

  #block(block: Block): Block | undefined {
    switch (block.kind) {
      case 'paragraph':
      case 'bridgehead':
      case 'lines':
        return { ...block, anchors: this.#anchors(block.anchors), content: this.inlines(block.content) }
      case 'equation':
        return { ...block, title: this.inlines(block.title), anchors: this.#anchors(block.anchors) }
      case 'aside': {
        const before = this.goneCount
        const blocks = this.blocks(block.blocks)
        if (blocks.length === 0 && block.title.length === 0 && this.goneCount > before) return this.#gone(block.anchors)
        return { ...block, title: this.inlines(block.title), anchors: this.#anchors(block.anchors), blocks }
      }
      case 'figure':
        return {
          ...block,
          title: this.inlines(block.title),
          anchors: this.#anchors(block.anchors),
          blocks: this.blocks(block.blocks),
        }
      case 'quotation': {
        const before = this.goneCount
        const blocks = this.blocks(block.blocks)
        if (blocks.length === 0 && this.goneCount > before) return this.#gone(block.anchors)
        return {
          ...block,
          anchors: this.#anchors(block.anchors),
          blocks,
          attribution: block.attribution && this.inlines(block.attribution),
        }
      }
      case 'list': {
        const items = this.#kept(block.items)
        if (items.length === 0) return this.#gone(block.anchors)
        const title = block.title && this.inlines(block.title)
        return {
          ...block,
          title,
          anchors: this.#anchors(block.anchors),
          items: items.map((item) => ({ anchors: this.#anchors(item.anchors), blocks: this.blocks(item.blocks) })),
        }
      }
      case 'definitions': {
        const entries = this.#kept(block.entries)
        if (entries.length === 0) return this.#gone(block.anchors)
        const title = block.title && this.inlines(block.title)
        return {
          ...block,
          title,
          anchors: this.#anchors(block.anchors),
          entries: entries.map((entry) => ({
            anchors: this.#anchors(entry.anchors),
            terms: entry.terms.map((term) => this.inlines(term)),
            blocks: this.blocks(entry.blocks),
          })),
        }
      }
      case 'table': {
        const rows = (band: ReadonlyArray<readonly TableCell[]>) =>
          band.map((row) => row.map((cell) => this.#cell(cell)))
        return {
          ...block,
          title: this.inlines(block.title),
          anchors: this.#anchors(block.anchors),
          head: rows(block.head),
          body: rows(block.body),
          foot: rows(block.foot),
        }
      }
      case 'bibliography': {
        const entries = block.entries.map((entry) => ({
          anchors: this.#anchors(entry.anchors),
          content: this.inlines(entry.content),
        }))
        return { ...block, title: block.title && this.inlines(block.title), entries }
      }
      case 'index':
        return {
          ...block,
          title: block.title && this.inlines(block.title),
          entries: block.entries.map((entry) => this.#indexEntry(entry)),
        }
    }
  }

  #cell(cell: TableCell): TableCell {
    return { ...cell, anchors: this.#anchors(cell.anchors), blocks: this.blocks(cell.blocks) }
  }

  #indexEntry(entry: IndexEntry): IndexEntry {
    return {
      anchors: this.#anchors(entry.anchors),
      content: this.inlines(entry.content),
      entries: entry.entries.map((inner) => this.#indexEntry(inner)),
    }
  }
}
