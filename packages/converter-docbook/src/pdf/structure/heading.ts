import type { TextLine } from '../layout/text-line.ts'

/** A heading among the lines of the book. */
export interface Heading {
  /** From 1. */
  readonly depth: number
  /** The lines that it consists of; none for one that stands nowhere on the page. */
  readonly lines: readonly TextLine[]
  /** Text of the outline entry, for a heading that stands nowhere on the page, or with other spaces. */
  readonly title?: string | undefined
}

/** Headings by the line before which they stand or with which they begin. */
export type Headings = ReadonlyMap<TextLine, readonly Heading[]>
