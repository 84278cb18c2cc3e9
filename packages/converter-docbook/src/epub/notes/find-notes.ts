import { textLength } from '../../structure/inline-words.ts'
import type { Component, Inline, Part } from '../../tree/book.ts'
import { inlineText, isVisible } from '../content/inline-text.ts'
import type { LinkFacts, LinkRegister, NoteHolder } from '../links/link-register.ts'
import { type HolderFacts, walkBook } from '../links/walk-tree.ts'
import { noteMark } from './note-mark.ts'

type Link = Extract<Inline, { kind: 'link' }>

/** Which notes move to which references. */
export interface FoundNotes {
  /** The reference that gets the note. */
  readonly byReference: ReadonlyMap<Inline, MovedNote>
  /** Holders that leave their place. */
  readonly moved: ReadonlySet<NoteHolder>
}

/** A note that moves. */
export interface MovedNote extends HolderFacts {
  readonly object: NoteHolder
}

interface Reference {
  readonly link: Link
  readonly facts: LinkFacts
  readonly position: number
  readonly around: readonly NoteHolder[]
}

interface Holder extends MovedNote {
  readonly position: number
  readonly isNote: boolean
  /** Targets of the links in it. */
  readonly targets: Set<string>
}

/**
 * Finds the notes that are called from the text: what the source says is a note or calls as one, and what a short label
 * links to and links back from. The first call of a note gets it; a note that only notes call stays where it is.
 */
export function findNotes(body: readonly (Part | Component)[], register: LinkRegister): FoundNotes {
  const references = gatherReferences(body, register)
  if (references.length === 0) return { byReference: new Map(), moved: new Set() }
  const holders = gatherHolders(body, register, new Set(references.map(({ link }) => link.target)))
  const pairs = references.flatMap((reference) => {
    const holder = holders.get(reference.link.target)
    return holder !== undefined && isCall(reference, holder) ? [{ reference, holder }] : []
  })
  const notes = new Set(pairs.map(({ holder }) => holder.object))
  const moved = new Set<NoteHolder>()
  const byReference = new Map<Inline, MovedNote>()
  for (const { reference, holder } of pairs) {
    if (moved.has(holder.object) || reference.around.some((one) => notes.has(one))) continue
    moved.add(holder.object)
    byReference.set(reference.link, holder)
  }
  return { byReference, moved }
}

function gatherReferences(body: readonly (Part | Component)[], register: LinkRegister): Reference[] {
  const references: Reference[] = []
  let position = 0
  walkBook(body, {
    inline(inline, holders) {
      position++
      if (inline.kind !== 'link') return
      const facts = register.factsOf(inline)
      if (facts === undefined || facts.isBacklink) return
      if (facts.isNoteReference || noteMark(inline.content) !== undefined) {
        references.push({ link: inline, facts, position, around: [...holders] })
      }
    },
  })
  return references
}

function gatherHolders(
  body: readonly (Part | Component)[],
  register: LinkRegister,
  wanted: ReadonlySet<string>,
): Map<string, Holder> {
  const byAnchor = new Map<string, Holder>()
  const byObject = new Map<NoteHolder, Holder>()
  let position = 0
  walkBook(body, {
    holder(object, facts) {
      const anchors = [...facts.anchors, ...leadingAnchors(facts)]
      const isNote = register.isNote(object)
      // What holds a note is not that note.
      const isFree = (anchor: string) => !byAnchor.has(anchor) || (isNote && byAnchor.get(anchor)?.isNote === false)
      const called = anchors.filter((anchor) => wanted.has(anchor) && isFree(anchor))
      if (called.length === 0) return
      const holder: Holder = { ...facts, object, position, isNote, anchors, targets: new Set() }
      byObject.set(object, holder)
      for (const anchor of called) byAnchor.set(anchor, holder)
    },
    inline(inline, holders) {
      position++
      if (inline.kind !== 'link') return
      for (const object of holders) {
        const holder = byObject.get(object)
        holder?.targets.add(inline.target)
      }
    },
  })
  return byAnchor
}

/** Anchors at the very start of a holder's text. */
function leadingAnchors({ blocks: [first], kind }: HolderFacts): string[] {
  if (first === undefined) return []
  const own = kind === 'block' || !('anchors' in first) ? [] : (first.anchors ?? [])
  if ('content' in first) return [...own, ...startAnchors(first.content)]
  if (first.kind !== 'aside') return [...own]
  return [...own, ...leadingAnchors({ anchors: [], blocks: first.blocks, kind: 'item' })]
}

function startAnchors(content: readonly Inline[]): string[] {
  const found: string[] = []
  for (const inline of content) {
    if (inline.kind === 'anchor') found.push(inline.anchor)
    else {
      if (inline.kind === 'style' || inline.kind === 'link') found.push(...startAnchors(inline.content))
      break
    }
  }
  return found
}

/** Whether a link calls a note rather than leading to some place. */
function isCall({ link, facts, position, around }: Reference, holder: Holder): boolean {
  if (around.includes(holder.object) || isEmpty(holder)) return false
  if (holder.kind === 'block' && !holder.isNote && !isNoteBlock(holder)) return false
  if (!holder.isNote && !hasOwnText(holder)) return false
  if (holder.isNote || facts.isNoteReference) return true
  if (position > holder.position || noteMark(link.content) === undefined) return false
  return facts.anchors.some((anchor) => holder.targets.has(anchor))
}

const isNoteBlock = ({ blocks }: Holder) => blocks[0]?.kind === 'paragraph' || blocks[0]?.kind === 'aside'

const isEmpty = ({ blocks, label = [] }: Holder) =>
  textLength(blocks) + inlineText(label).length === 0 && !blocks.some((block) => block.kind === 'figure')

/** Whether a block says more than the way back: in a table the note itself stands in the next cell. */
function hasOwnText({ kind, blocks: [first] }: Holder): boolean {
  if (kind !== 'block' || first?.kind !== 'paragraph') return true
  return isVisible(withoutLinks(first.content))
}

const withoutLinks = (content: readonly Inline[]): Inline[] =>
  content.flatMap((inline): Inline[] => {
    if (inline.kind === 'link') return []
    return inline.kind === 'style' ? withoutLinks(inline.content) : [inline]
  })
