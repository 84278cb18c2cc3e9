import type { Block, Inline } from '../../tree/book.ts'

/** A link inside the book, with what its place in the source tells beyond its target. */
export interface LinkFacts {
  /** `OEBPS/ch1.xhtml:14` */
  readonly place: string
  /** The source says that it calls a note. */
  readonly isNoteReference: boolean
  /** The source says that it leads back from a note. */
  readonly isBacklink: boolean
  /** Anchors of the link and of the inline elements around it: where a note's way back leads. */
  readonly anchors: readonly string[]
}

/** An item of a list, or a block: what can be a note. */
export type NoteHolder = object

/** What the finishing of a book needs to know of links and notes, by identity of the tree's objects. */
export class LinkRegister {
  readonly #links = new WeakMap<Inline, LinkFacts>()
  readonly #notes = new WeakSet<NoteHolder>()

  addLink(link: Inline, facts: LinkFacts): void {
    this.#links.set(link, facts)
  }

  factsOf(link: Inline): LinkFacts | undefined {
    return this.#links.get(link)
  }

  /** Takes over what is known of a link that was rebuilt. */
  replaceLink(old: Inline, rebuilt: Inline): void {
    const facts = this.#links.get(old)
    if (facts !== undefined) this.#links.set(rebuilt, facts)
  }

  /** Remembers that the source calls this a note. */
  addNote(holder: NoteHolder): void {
    this.#notes.add(holder)
  }

  isNote(holder: NoteHolder): boolean {
    return this.#notes.has(holder)
  }

  replaceNote(old: Block, rebuilt: Block): void {
    if (this.#notes.has(old)) this.#notes.add(rebuilt)
  }
}
