import type { Block, Inline, TextLanguage } from '../tree/book.ts'

/**
 * A document as a flat sequence: what the structure of the book is decided from. Blocks are finished; headings,
 * sectioning elements and targets of the table of contents are not yet interpreted.
 */
export type FlowEvent =
  | { readonly kind: 'block'; readonly block: Block }
  | FlowHeading
  /** A sectioning element, or any element that says what it is, begins; `types` may be empty. */
  | { readonly kind: 'enter'; readonly types: readonly string[] }
  | { readonly kind: 'leave' }
  /** Something that the table of contents points at stands here. */
  | { readonly kind: 'mark'; readonly anchor: string }
  /** Anchors with nothing after them in their document. */
  | { readonly kind: 'anchors'; readonly anchors: readonly string[] }

/** A heading in the flow of text. */
export interface FlowHeading {
  readonly kind: 'heading'
  /** 1 to 6 as written. */
  readonly rank: number
  readonly content: readonly Inline[]
  readonly subtitle?: readonly Inline[] | undefined
  readonly anchors: readonly string[]
}

/** A document of the reading order. */
export interface FlowDocument extends TextLanguage {
  readonly path: string
  /** What landmarks, `body` and first wrapper say that the document is. */
  readonly types: readonly string[]
  /** Its `title` element, or what a landmark calls it. */
  readonly title: string
  readonly events: readonly FlowEvent[]
}
