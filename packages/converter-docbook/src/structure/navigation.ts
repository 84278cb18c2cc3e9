/** An entry of the table of contents. */
export interface TocEntry {
  readonly title: string
  /** Anchor of the place; undefined for an entry that only groups others. */
  readonly target: string | undefined
  readonly children: readonly TocEntry[]
}

/** A place of which the book says what it is. */
export interface Landmark {
  readonly types: readonly string[]
  readonly title: string
  readonly target: string
}

/** What the navigation of the book says. */
export interface Navigation {
  readonly toc: readonly TocEntry[]
  readonly landmarks: readonly Landmark[]
}
