import type { ConvertWarning } from '@rittdoc-batch/core'
import { inlineWords } from '../../structure/inline-words.ts'
import { titleWords } from '../../structure/title-words.ts'
import type { Block, Component, Inline, Part, Section } from '../../tree/book.ts'
import { inlineText } from '../content/inline-text.ts'
import { withLanguage } from '../content/text-language.ts'
import { withAnchors } from '../content/with-anchors.ts'
import { type FoundNotes, findNotes } from '../notes/find-notes.ts'
import { noteContent } from '../notes/note-content.ts'
import { noteMark } from '../notes/note-mark.ts'
import { unwrapNote } from '../notes/unwrap-note.ts'
import type { LinkFacts, LinkRegister } from './link-register.ts'
import { TreeRebuilder } from './rebuild-tree.ts'
import { walkBook } from './walk-tree.ts'

const NOTES_ROLE = /^(end|foot|rear)notes$/
/** What pieces of notes are called, and those without a title; `Notes to chapter 3`, too. */
const NOTES_TITLE =
  /^([\divx]+ )*((foot|end|rear)? ?notes?|anmerkung(en)?|(fuß|end)noten?|notas?|note|voetnoten|eindnoten|noter|przypisy|примечания|сноски|注|註|注[釈釋释记]|脚注|腳註|尾注|後注|각주|미주|주석|주|حواشي|الحواشي|هوامش|הערות)?($| )/u

type Warn = (warning: ConvertWarning) => void

/** Moves notes to where they are called, and takes off links that lead nowhere. Empties `body`. */
export function finishBody(body: (Part | Component)[], register: LinkRegister, warn: Warn): (Part | Component)[] {
  const known = gatherAnchors(body)
  const finisher = new BodyFinisher({ known, register, warn, notes: findNotes(body, register) })
  const result: (Part | Component)[] = []
  for (let piece = body.shift(); piece !== undefined; piece = body.shift()) finisher.add(piece, result)
  return finisher.settle(result)
}

function gatherAnchors(body: readonly (Part | Component)[]): Set<string> {
  const known = new Set<string>()
  walkBook(body, {
    anchors(anchors) {
      for (const anchor of anchors) known.add(anchor)
    },
    inline(inline) {
      if (inline.kind === 'anchor') known.add(inline.anchor)
    },
  })
  return known
}

interface Finishing {
  readonly known: ReadonlySet<string>
  readonly register: LinkRegister
  readonly notes: FoundNotes
  readonly warn: Warn
}

class BodyFinisher {
  readonly #given: Finishing
  readonly #rebuilder: TreeRebuilder
  readonly #placed = new Set<string>()
  /** Anchors of pieces that went; they move to the next piece that stays. */
  #orphans: string[] = []

  constructor(given: Finishing) {
    this.#given = given
    const { moved } = given.notes
    this.#rebuilder = new TreeRebuilder({
      inline: (inline, original) => this.#inline(inline, original),
      isGone: (holder) => moved.has(holder),
      replace: (block) => this.#spread(block),
      anchors: (anchors) => anchors.filter((anchor) => this.#place(anchor)),
    })
  }

  add(piece: Part | Component, result: (Part | Component)[]): void {
    if (piece.kind !== 'part') {
      const component = this.#component(piece, false)
      if (component !== undefined) result.push(component)
      return
    }
    const title = this.#rebuilder.inlines(piece.title)
    const anchors = piece.anchors.filter((anchor) => this.#place(anchor))
    const intro = this.#rebuilder.blocks(piece.intro)
    const isOfNotes = saysNotes(piece.title)
    const components = piece.components.flatMap((component) => this.#component(component, isOfNotes) ?? [])
    result.push({ ...piece, title, anchors: [...this.#takeOrphans(), ...anchors], intro, components })
  }

  /** Anchors of a piece that went at the end of the book move to the last that stays. */
  settle(result: (Part | Component)[]): (Part | Component)[] {
    const orphans = this.#takeOrphans()
    const last = result.pop()
    if (last !== undefined) result.push({ ...last, anchors: [...last.anchors, ...orphans] })
    return result
  }

  #takeOrphans(): string[] {
    const orphans = [...this.#orphans, ...this.#rebuilder.takeOrphans()]
    this.#orphans = []
    return orphans
  }

  #component(component: Component, isInNotes: boolean): Component | undefined {
    const section = this.#section(component, isInNotes || NOTES_ROLE.test(component.role ?? ''))
    return section && { ...component, ...section }
  }

  /** A piece of notes that has nothing left goes. A title that says something else stays, with nothing below it. */
  #section(piece: Section | Component, isInNotes: boolean): Section | undefined {
    const isOfNotes = isInNotes || saysNotes(piece.title)
    const before = this.#rebuilder.goneCount
    const head = this.#rebuilder.head(piece)
    const sections = piece.sections.flatMap((inner) => this.#section(inner, isOfNotes) ?? [])
    const hadNotes = this.#rebuilder.goneCount > before
    const isEmpty = sections.length === 0 && head.blocks.every((block) => block.kind === 'bridgehead')
    if (hadNotes && isEmpty && isOfNotes) {
      const inner = head.blocks.flatMap((block) => ('anchors' in block ? (block.anchors ?? []) : []))
      this.#orphans.push(...head.anchors, ...inner)
      return undefined
    }
    return { ...piece, ...head, anchors: [...head.anchors, ...this.#takeOrphans()], sections }
  }

  #place(anchor: string): boolean {
    if (this.#placed.has(anchor)) return false
    this.#placed.add(anchor)
    return true
  }

  /** What the source calls a note but nothing calls stays as ordinary text. */
  #spread(block: Block): readonly Block[] | undefined {
    if (block.kind !== 'aside' || !this.#given.register.isNote(block)) return undefined
    const own = block.blocks.filter((inner) => !this.#given.notes.moved.has(inner)) // before it becomes another object
    const [first, ...rest] = own.map((inner) => withLanguage(inner, block))
    return [withAnchors(first ?? { kind: 'paragraph', content: [] }, block.anchors ?? []), ...rest]
  }

  /** A link to a place that another page lacks leads to that page, as in a browser. */
  #lost(link: Extract<Inline, { kind: 'link' }>, facts: LinkFacts | undefined): readonly Inline[] {
    const { place = '', isBacklink = true } = facts ?? {}
    const [page = ''] = link.target.split('#')
    const isElsewhere = !place.startsWith(`${page}:`) && !isBacklink
    const isThere = isElsewhere && this.#given.known.has(page) && link.content.length > 0
    const result = isThere ? 'leads to the page only, which lacks that place' : 'leads nowhere; its text stays'
    this.#given.warn({ code: 'link_broken', message: `The link to ${link.target} ${result}.`, place })
    return isThere ? [{ ...link, target: page }] : link.content
  }

  #inline(inline: Inline, original: Inline): readonly Inline[] | undefined {
    if (inline.kind === 'anchor') return this.#place(inline.anchor) ? undefined : []
    if (inline.kind === 'style') return unwrapNote(inline)
    if (inline.kind !== 'link') return undefined
    const { known, notes, register } = this.#given
    const note = notes.byReference.get(original)
    if (note !== undefined) {
      const anchors = note.anchors.filter((anchor) => this.#place(anchor))
      const blocks = this.#rebuilder.blocks(noteContent(note))
      const mark = noteMark(inline.content)
      const shown = mark === undefined ? inline.content : inline.content.filter((inner) => inner.kind === 'anchor')
      return [...shown, { kind: 'footnote', mark, anchors, blocks }]
    }
    if (known.has(inline.target))
      return inlineText(inline.content).trim() === '' && inline.content.length === 0 ? [] : undefined
    return this.#lost(inline, register.factsOf(original))
  }
}

function saysNotes(title: readonly Inline[]): boolean {
  return NOTES_TITLE.test(titleWords(inlineWords(title)))
}
