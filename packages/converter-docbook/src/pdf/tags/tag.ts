/** What a node of the structure tree is to the book. Nodes that only group others, and those inside of a line, are none. */
export type Role =
  | 'paragraph'
  | 'heading'
  | 'list'
  | 'item'
  | 'label'
  | 'body'
  | 'table'
  | 'head'
  | 'rows'
  | 'row'
  | 'header'
  | 'cell'
  | 'caption'
  | 'figure'
  | 'quote'
  | 'note'
  | 'code'
  | 'formula'

/** A node of the structure tree that matters to the book. */
export interface TagNode {
  /** Where it stands in the tree; the same on every page. */
  readonly key: string
  readonly role: Role
  /** Of a heading, from 1. */
  readonly level?: number | undefined
  /** Of a figure. */
  readonly alternative?: string | undefined
  /** Which child of its parent it is, and how many it has itself. */
  readonly index: number
  readonly childCount: number
  /** Of a cell. */
  readonly rowSpan?: number | undefined
  readonly columnSpan?: number | undefined
}

/** Where a piece of text or a picture stands: the nodes around it, from the outermost to the one that it is text of. */
export type Tag = readonly TagNode[]

/** Where a piece of text or a picture stands in the tree of its page. */
export interface TagPlace {
  readonly tag: Tag
  /** Counts the pieces of the page in the order of the tree. */
  readonly piece: number
  /** Counts the parts of a piece: one for each column that it stands in. */
  readonly part: number
}
