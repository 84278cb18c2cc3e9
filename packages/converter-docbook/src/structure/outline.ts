import type { Block, Inline, TextLanguage } from '../tree/book.ts'

/** A heading with what it governs: the book before it is decided what is a part, a component, a section. */
export interface OutlineNode extends TextLanguage {
  /** From 1, the top. Children are deeper, by any number. */
  readonly level: number
  title: readonly Inline[]
  subtitle: readonly Inline[] | undefined
  readonly anchors: string[]
  /** What the source calls it and the elements that begin with it, outermost first. */
  readonly types: string[]
  /** The division of the book that it stands in. */
  readonly matter: 'front' | 'body' | 'back' | undefined
  /** Rank of its heading; undefined where it has none. */
  rank: number | undefined
  readonly isFromToc: boolean
  /** Whether other documents may not end it by their headings' rank alone: it has entries of the table of contents inside. */
  readonly groupsEntries: boolean
  /** Nothing stands before it in its document. */
  readonly isDocumentStart: boolean
  /** Document in which it begins. */
  readonly path: string
  readonly blocks: Block[]
  readonly children: OutlineNode[]
}
