/** A rectangle on a page in points, origin at the top left, y downward. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A font at the style in which it is used; the same object for all its glyphs on a page. */
export interface Font {
  /** Without the prefix of a subset. */
  readonly name: string
  readonly isBold: boolean
  readonly isItalic: boolean
  /** Whether all letters have the same width. */
  readonly isFixed: boolean
}

/** The mark of what is none of the text: running heads, page numbers, lines and backgrounds. */
export const ARTIFACT = -1

/** A letter at its place. A space is a glyph where the document draws one. */
export interface Glyph {
  readonly text: string
  /** Where the letter begins on its baseline. */
  readonly x: number
  readonly y: number
  /** How far the next letter is to stand. */
  readonly advance: number
  /** How far its ink reaches, where that is further. */
  readonly reach?: number | undefined
  /** Font size in points as it is seen. */
  readonly size: number
  readonly font: Font
  /** Direction of the baseline in whole degrees clockwise, 0 to 359; 0 is from left to right. */
  readonly angle: number
  /** The marked content that it belongs to, or `ARTIFACT`; absent where it is not marked, or marks were not asked for. */
  readonly mark?: number | undefined
  /** Which field of a form holds it, counted on its page. */
  readonly field?: number | undefined
}

/** A picture at its place on a page. */
export interface PageImage {
  readonly box: Box
  /** Size of the picture itself, in pixels. */
  readonly width: number
  readonly height: number
  /** The same for the same picture wherever it is drawn. */
  readonly key: string
  /** As that of a letter. */
  readonly mark?: number | undefined
  /** The picture as a file; undefined when it cannot be decoded. To be asked before the page is closed. */
  encode(): EncodedImage | undefined
}

/** A picture as a file. */
export interface EncodedImage {
  readonly mediaType: 'image/jpeg' | 'image/png'
  readonly bytes: Uint8Array
}

/** A place in the book. */
export interface Place {
  /** From 0. */
  readonly page: number
  /** Distance from the top of the page in points, where it is known. */
  readonly top?: number | undefined
  /** Distance from its left edge. */
  readonly left?: number | undefined
}

/**
 * What a shape is: a rectangle, also one with round corners; one with curves or leaning lines; or one that is not seen, because it
 * has no colour, or that of paper.
 */
export type ShapeKind = 'frame' | 'free' | 'hidden'

/** A shape that is no straight line: an outline, an area, a shading. */
export interface PageShape {
  /** As far as clips leave it. */
  readonly box: Box
  readonly kind: ShapeKind
}

/** An area that leads somewhere: out of the book, or to a place in it. */
export type PageLink = { readonly box: Box } & ({ readonly url: string } | { readonly target: Place })

/** A node of the structure tree of a tagged document, as far as it has content on a page. */
export interface StructureNode {
  /** Where it stands in the tree; the same for the same node on every page. */
  readonly key: string
  /** Which child of its parent it is, from 0. */
  readonly index: number
  /** As the role map has it, for example `H1`. */
  readonly role: string
  /** How many children it has on all pages together. */
  readonly childCount: number
  /** Nodes and marked content of this page, in reading order. */
  readonly children: ReadonlyArray<StructureNode | number>
  readonly alternative?: string | undefined
  readonly actualText?: string | undefined
  readonly rowSpan?: number | undefined
  readonly columnSpan?: number | undefined
}

/** What stands on a page. */
export interface PageContent {
  /** From 0. */
  readonly index: number
  readonly width: number
  readonly height: number
  /** In the order in which they are drawn. */
  readonly glyphs: readonly Glyph[]
  readonly images: readonly PageImage[]
  readonly links: readonly PageLink[]
  /** Straight lines and edges of rectangles, horizontal or vertical. */
  readonly rules: readonly Box[]
  /** The other shapes that are drawn. */
  readonly shapes: readonly PageShape[]
  /** What the marked contents of the page cover beside text. */
  readonly markedAreas: ReadonlyMap<number, Box>
  /** Roots of the structure tree; empty where there is none, or it was not asked for. */
  readonly structure: readonly StructureNode[]
}

/** A page that is open. Close it when its pictures are no longer needed. */
export interface PdfPage extends PageContent {
  /** The page, or a part of it, drawn as a picture of about this many pixels an inch. */
  render(dotsPerInch: number, area?: Box): EncodedImage
  close(): void
}

/** An entry of the outline. */
export interface OutlineEntry {
  readonly title: string
  /** From 1. */
  readonly depth: number
  readonly place?: Place | undefined
}

/** What the document says of itself, as it is. */
export interface PdfInfo {
  readonly title?: string | undefined
  readonly author?: string | undefined
  /** Language of the document (BCP 47). */
  readonly language?: string | undefined
}

/** How a page is read. */
export interface PageOptions {
  /** Also its structure, and the marks of letters and pictures. @default false */
  readonly withStructure?: boolean | undefined
}

/** What the reader needs of a PDF engine. The files named after an engine, and no others, know it. */
export interface PdfDocument {
  /** As the document declares it; pages may be missing. */
  readonly pageCount: number
  readonly info: PdfInfo
  /** Whether the file ends before its end mark. */
  readonly isTruncated: boolean
  /** Whether its one page only says that another program is to be used, which makes the pages from a form (dynamic XFA). */
  readonly isPlaceholder: boolean
  /** Whether the document says that it is tagged. */
  readonly isTagged: boolean
  /** In reading order, flat. */
  outline(): OutlineEntry[]
  /** @throws Error when the page is missing or cannot be read */
  page(index: number, options?: PageOptions): PdfPage
  /** The structure of a page alone; empty where the page cannot be read. */
  structure(index: number): readonly StructureNode[]
  close(): void
}
