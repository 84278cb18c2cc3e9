import { lineText, type TextLine } from '../text-line.ts'
import type { Column } from './find-columns.ts'

/** A cell of a table: the pieces of its lines, an empty one none. */
export interface PageCell {
  readonly lines: readonly TextLine[]
  /** How many columns it takes. */
  readonly span: number
}

/** A table that was found by its looks. */
export interface PageTable {
  /** The first one where it goes on on others. */
  readonly page: number
  /** From left to right. */
  readonly columns: readonly Column[]
  /** Cells by row; the spans of each row are as many as there are columns. */
  readonly rows: ReadonlyArray<readonly PageCell[]>
  /** How many rows are the head. */
  readonly headRows: number
  /** The lines that it was made of. */
  readonly lines: readonly TextLine[]
}

/** The text of a cell, its lines with a space between. */
export function cellText({ lines }: PageCell): string {
  return lines.map((line) => lineText(line).trim()).join(' ')
}
