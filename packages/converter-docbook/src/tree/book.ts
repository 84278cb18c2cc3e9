/**
 * The intermediate tree between a reader (ePub, PDF) and the writer of a package. Readers build it, steps in between are
 * pure functions over it, the writer turns it into files. It knows books, not XML: no ids, no file names of the package.
 *
 * Places inside the book are named by anchors: any string that a reader finds convenient (`OEBPS/ch1.xhtml#fig2`), unique in
 * the book. Links name an anchor; the writer turns anchors that are linked to into ids and drops the others.
 */
export interface Book {
  readonly metadata: Metadata
  /** In reading order. */
  readonly body: readonly (Part | Component)[]
  /** Every file that a figure or inline image names, by {@link MediaFile.name}. */
  readonly media: readonly MediaFile[]
  /** What the source says, to hold the package against; absent where the reader cannot tell it apart from its reading. */
  readonly source?: readonly SourceText[] | undefined
  /** How many pages were read: of an ePub the items of its spine. */
  readonly pageCount?: number | undefined
  /** How many drawings without a picture file became figures, and how many did not; absent where the reader looks for none. */
  readonly drawings?: { readonly kept: number; readonly dropped: number } | undefined
}

/** The text of a page of the source, a line per block. */
export interface SourceText {
  /** `OEBPS/ch1.xhtml` */
  readonly place: string
  readonly text: string
}

/** What the book says of itself. Nothing is invented: absent means that the book is silent. */
export interface Metadata {
  readonly isbn?: string | undefined
  readonly title?: string | undefined
  readonly subtitle?: string | undefined
  readonly authors: readonly Person[]
  readonly editors: readonly Person[]
  readonly publisher?: string | undefined
  /** As the book has it, for example `2021` or `2021-03-04`. */
  readonly pubdate?: string | undefined
  readonly edition?: string | undefined
  readonly copyright?: { readonly year: string; readonly holder?: string | undefined } | undefined
  /** BCP 47. */
  readonly language?: string | undefined
}

/** A person; `surname` holds the whole name where it cannot be taken apart. */
export interface Person {
  readonly firstname?: string | undefined
  readonly surname: string
}

/** A file of the package's media folder. */
export interface MediaFile {
  /** How the tree refers to it; any string, unique in the book. */
  readonly name: string
  /** What the file was called in the source, to derive a name from. */
  readonly filename: string
  readonly mediaType: string
  /** Absolute path of the bytes on disk, so that images are never all in memory. */
  readonly path: string
}

/** What language a text is in and which way it is written, where that differs from what is around it. */
export interface TextLanguage {
  /** BCP 47. */
  readonly language?: string | undefined
  /** `lro` and `rlo` turn the letters themselves, whatever their script. */
  readonly direction?: 'ltr' | 'rtl' | 'lro' | 'rlo' | undefined
}

/** A division of the book that holds components. */
export interface Part {
  readonly kind: 'part'
  readonly title: readonly Inline[]
  readonly label?: string | undefined
  readonly anchors: readonly string[]
  /** Text between the part's title and its first component. */
  readonly intro: readonly Block[]
  readonly components: readonly Component[]
}

/** What a component is; decides element, prefix and place. */
export type ComponentKind = 'chapter' | 'preface' | 'appendix' | 'dedication' | 'glossary' | 'bibliography' | 'index'

/** A top-level piece: one file of the package. */
export interface Component extends TextLanguage {
  readonly kind: ComponentKind
  /** What the source calls it beyond its kind, for example `copyright-page`, `cover`, `foreword`. */
  readonly role?: string | undefined
  readonly title: readonly Inline[]
  readonly subtitle?: readonly Inline[] | undefined
  readonly label?: string | undefined
  readonly anchors: readonly string[]
  /** Before the first section. */
  readonly blocks: readonly Block[]
  readonly sections: readonly Section[]
}

/** Nested as deep as the source has it; the writer flattens what is deeper than the format allows. */
export interface Section extends TextLanguage {
  readonly title: readonly Inline[]
  readonly subtitle?: readonly Inline[] | undefined
  readonly label?: string | undefined
  readonly anchors: readonly string[]
  readonly blocks: readonly Block[]
  readonly sections: readonly Section[]
}

/** What a component or a section holds, in reading order. */
export type Block =
  | Paragraph
  | List
  | DefinitionList
  | Table
  | Figure
  | LineBlock
  | Quotation
  | Aside
  | Equation
  | Bridgehead
  | BibliographyList
  | IndexList

/** Running text. */
export interface Paragraph extends TextLanguage {
  readonly kind: 'paragraph'
  readonly anchors?: readonly string[] | undefined
  readonly content: readonly Inline[]
}

/** An ordered or unordered list. */
export interface List extends TextLanguage {
  readonly kind: 'list'
  readonly ordered: boolean
  /** First number and style, where the source states them. */
  readonly start?: number | undefined
  readonly numeration?: 'arabic' | 'loweralpha' | 'upperalpha' | 'lowerroman' | 'upperroman' | undefined
  readonly title?: readonly Inline[] | undefined
  readonly anchors?: readonly string[] | undefined
  readonly items: ReadonlyArray<{ readonly anchors?: readonly string[] | undefined; readonly blocks: readonly Block[] }>
}

/** Terms with their definitions: a `dl`, a glossary. */
export interface DefinitionList extends TextLanguage {
  readonly kind: 'definitions'
  readonly title?: readonly Inline[] | undefined
  readonly anchors?: readonly string[] | undefined
  readonly entries: ReadonlyArray<{
    readonly anchors?: readonly string[] | undefined
    readonly terms: ReadonlyArray<readonly Inline[]>
    readonly blocks: readonly Block[]
  }>
}

/** One cell. */
export interface TableCell {
  readonly header: boolean
  /** From 1. */
  readonly columnSpan: number
  readonly rowSpan: number
  readonly align?: 'left' | 'center' | 'right' | 'justify' | undefined
  readonly anchors?: readonly string[] | undefined
  readonly blocks: readonly Block[]
}

/** A table; rows hold cells as the source has them, spans included. */
export interface Table extends TextLanguage {
  readonly kind: 'table'
  /** Empty where the source has none. */
  readonly title: readonly Inline[]
  readonly anchors?: readonly string[] | undefined
  readonly head: ReadonlyArray<readonly TableCell[]>
  readonly body: ReadonlyArray<readonly TableCell[]>
  readonly foot: ReadonlyArray<readonly TableCell[]>
}

/** Pictures with a caption. */
export interface Figure extends TextLanguage {
  readonly kind: 'figure'
  /** The caption; empty where the source has none. */
  readonly title: readonly Inline[]
  readonly anchors?: readonly string[] | undefined
  readonly images: readonly Image[]
  /** Further text of the figure: legend, source. */
  readonly blocks: readonly Block[]
}

/** One picture. */
export interface Image {
  /** {@link MediaFile.name}; absent where the picture is not there and its words stand for it. */
  readonly media?: string | undefined
  readonly alt?: string | undefined
}

/** Text whose line breaks and spaces matter: verse, code. */
export interface LineBlock extends TextLanguage {
  readonly kind: 'lines'
  readonly role: 'verse' | 'code'
  readonly anchors?: readonly string[] | undefined
  /** Line ends are `\n` inside the text. */
  readonly content: readonly Inline[]
}

/** Words of somebody else. */
export interface Quotation extends TextLanguage {
  readonly kind: 'quotation'
  readonly role?: 'epigraph' | undefined
  readonly anchors?: readonly string[] | undefined
  readonly attribution?: readonly Inline[] | undefined
  readonly blocks: readonly Block[]
}

/** Something beside the main text. */
export interface Aside extends TextLanguage {
  readonly kind: 'aside'
  readonly role: 'sidebar' | 'note' | 'tip' | 'warning' | 'caution' | 'important'
  readonly title: readonly Inline[]
  readonly anchors?: readonly string[] | undefined
  readonly blocks: readonly Block[]
}

/** A formula: text that can be read in place, and the original (MathML, picture) as a file. */
export interface Equation extends TextLanguage {
  readonly kind: 'equation'
  readonly title: readonly Inline[]
  readonly anchors?: readonly string[] | undefined
  readonly text: string
  readonly media?: string | undefined
}

/** A heading that opens no section. */
export interface Bridgehead extends TextLanguage {
  readonly kind: 'bridgehead'
  readonly anchors?: readonly string[] | undefined
  readonly content: readonly Inline[]
}

/** References. */
export interface BibliographyList {
  readonly kind: 'bibliography'
  readonly title?: readonly Inline[] | undefined
  readonly entries: ReadonlyArray<{
    readonly anchors?: readonly string[] | undefined
    readonly content: readonly Inline[]
  }>
}

/** One group of index entries, with the letter as title where the source has one. */
export interface IndexList {
  readonly kind: 'index'
  readonly title?: readonly Inline[] | undefined
  readonly entries: readonly IndexEntry[]
}

/** A line of an index, with the lines below it. */
export interface IndexEntry {
  readonly anchors?: readonly string[] | undefined
  readonly content: readonly Inline[]
  readonly entries: readonly IndexEntry[]
}

/** What a line of text holds. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | StyledText
  /** A link inside the book. */
  | { readonly kind: 'link'; readonly target: string; readonly content: readonly Inline[] }
  /** A link out of the book. */
  | { readonly kind: 'url'; readonly url: string; readonly content: readonly Inline[] }
  | Footnote
  | { readonly kind: 'image'; readonly image: Image }
  | { readonly kind: 'equation'; readonly text: string; readonly media?: string | undefined }
  | { readonly kind: 'anchor'; readonly anchor: string }
  | { readonly kind: 'break' }

/** Words that are set off, or only said to be in a language. */
export interface StyledText extends TextLanguage {
  readonly kind: 'style'
  readonly style: InlineStyle
  readonly content: readonly Inline[]
}

/** A note, at the place where it is called. */
export interface Footnote {
  readonly kind: 'footnote'
  /** What the source calls it with, for example `3` or `*`. */
  readonly mark?: string | undefined
  readonly anchors?: readonly string[] | undefined
  readonly blocks: readonly Block[]
}

/** How words are marked. */
export type InlineStyle =
  /** Not at all: words in another language. */
  | 'plain'
  | 'emphasis'
  | 'strong'
  | 'underline'
  | 'strikethrough'
  | 'smallcaps'
  | 'subscript'
  | 'superscript'
  | 'code'
  | 'quote'
  | 'foreign'
  | 'cite'
  /** The reading of the word before it, in brackets. */
  | 'ruby'
