/** A rectangle on a page in points, origin at the top left, y downward. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A run of text as it is drawn: one font, one line. */
export interface TextRun {
  readonly text: string
  readonly box: Box
  /** y of the line that the letters stand on. */
  readonly baseline: number
  /** Font size in points. */
  readonly size: number
  readonly isBold: boolean
  readonly isItalic: boolean
  /** Whether the run is not horizontal. */
  readonly isRotated: boolean
}

/** A picture at its place on a page. */
export interface PageImage {
  readonly box: Box
  /** Size of the picture itself, in pixels. */
  readonly width: number
  readonly height: number
  /** Names the same picture wherever it is drawn. */
  readonly name: string
  /** The picture as a PNG file. */
  encode(): Uint8Array
}

/** An area that leads somewhere: out of the book, or to a place in it. */
export type PageLink = { readonly box: Box } & ({ readonly url: string } | { readonly target: Place })

/** A place in the book. */
export interface Place {
  /** From 0. */
  readonly page: number
  /** Distance from the top of the page in points, where it is known. */
  readonly top?: number | undefined
}

/** What stands on a page. */
export interface PdfPage {
  /** From 0. */
  readonly index: number
  readonly width: number
  readonly height: number
  /** In the order in which they are drawn. */
  readonly runs: readonly TextRun[]
  readonly images: readonly PageImage[]
  readonly links: readonly PageLink[]
}

/** An entry of the outline. */
export interface OutlineEntry {
  readonly title: string
  /** From 1. */
  readonly depth: number
  readonly place?: Place | undefined
}

/** What the reader needs of a PDF engine: the only file that knows one implements it. */
export interface PdfDocument {
  readonly pageCount: number
  /** Values of the document information, as they are. */
  readonly info: Readonly<Record<string, string>>
  /** In reading order, flat. */
  outline(): Promise<OutlineEntry[]>
  page(index: number): Promise<PdfPage>
  close(): Promise<void>
}
