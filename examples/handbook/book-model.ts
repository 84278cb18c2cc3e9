/** The handbook as data, written once and made into an ePub and a PDF. Text is a line of marked-up words, see inline.ts. */
export interface Handbook {
  readonly title: string
  readonly subtitle: string
  readonly author: { readonly first: string; readonly last: string }
  readonly publisher: string
  readonly isbn: string
  readonly date: string
  readonly language: string
  readonly rights: string
  readonly items: readonly Item[]
}

export type Item = Chapter | Part

/** A part with its chapters. */
export interface Part {
  readonly kind: 'part'
  readonly id: string
  readonly title: string
  readonly intro: string
  readonly chapters: readonly Chapter[]
}

/** A piece of the book that begins on a page of its own. */
export interface Chapter {
  readonly kind: 'dedication' | 'preface' | 'chapter' | 'appendix' | 'glossary' | 'bibliography' | 'index'
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly p: string }
  | { readonly h: 2 | 3; readonly text: string; readonly id?: string }
  | { readonly list: readonly string[]; readonly ordered?: boolean }
  | { readonly code: string }
  | { readonly quote: string; readonly by?: string }
  | { readonly verse: readonly string[] }
  | {
      readonly figure: 'flow' | 'status' | 'backoff'
      readonly id: string
      readonly caption: string
      readonly alt: string
    }
  | { readonly table: Table; readonly id: string; readonly caption: string }
  | { readonly terms: ReadonlyArray<readonly [term: string, definition: string, id: string]> }
  | { readonly sources: ReadonlyArray<readonly [id: string, text: string]> }
  | { readonly entries: ReadonlyArray<readonly [letter: string, lines: readonly string[]]> }

/** Rows of cells; a cell is text, or text that spans columns or rows. */
export interface Table {
  readonly head: readonly Cell[]
  readonly rows: ReadonlyArray<readonly Cell[]>
}

export type Cell = string | { readonly text: string; readonly columns?: number; readonly rows?: number }
