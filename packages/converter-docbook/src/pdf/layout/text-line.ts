import type { Box, TextRun } from '../engine/pdf-document.ts'

/** A piece of a line with one look. */
export interface Span {
  readonly text: string
  readonly isBold: boolean
  readonly isItalic: boolean
  readonly script?: 'subscript' | 'superscript' | undefined
  readonly link?: { readonly url: string } | { readonly anchor: string } | undefined
}

/** A line of text: what stands on one baseline without a wide gap. */
export interface TextLine {
  readonly page: number
  readonly box: Box
  readonly baseline: number
  /** Font size of most of its letters. */
  readonly size: number
  readonly isBold: boolean
  readonly runs: readonly TextRun[]
  readonly spans: readonly Span[]
}

/** The text of a line. */
export function lineText(line: Pick<TextLine, 'spans'>): string {
  return line.spans.map(({ text }) => text).join('')
}

/** The smallest box around several. */
export function around(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  }
}
