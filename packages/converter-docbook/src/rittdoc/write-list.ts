import type { BibliographyList, DefinitionList, IndexEntry, IndexList, Inline, List } from '../tree/book.ts'
import { isBlank } from './inline-text.ts'
import { type BlockPlace, orEmpty, writeBlocks } from './write-blocks.ts'
import { writeInlines } from './write-inlines.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement, type XmlNode } from './xml-node.ts'

/** An ordered or unordered list; empty ones are left out. */
export function writeList(writing: Writing, list: List): XmlElement[] {
  if (list.items.length === 0) return []
  const id = writing.ids.optional(list.anchors)
  const items = list.items.map(({ anchors, blocks }, index) => {
    const override =
      list.ordered && index === 0 && list.start !== undefined && list.start !== 1 ? String(list.start) : undefined
    const itemId = writing.ids.optional(anchors)
    return element('listitem', { id: itemId, override }, orEmpty(writeBlocks(writing, blocks, 'division')))
  })
  const children = [...titleOf(writing, list.title), ...items]
  if (!list.ordered) return [element('itemizedlist', { id }, children)]
  return [element('orderedlist', { id, numeration: list.numeration }, children)]
}

/** Terms with definitions. */
export function writeDefinitions(writing: Writing, list: DefinitionList, _place: BlockPlace): XmlElement[] {
  if (list.entries.length === 0) return []
  const id = writing.ids.optional(list.anchors)
  return [element('glosslist', { id }, [...titleOf(writing, list.title), ...writeGlossEntries(writing, list)])]
}

/** The entries alone, as a glossary holds them. Several terms of one definition stand in one, divided by commas. */
export function writeGlossEntries(writing: Writing, list: DefinitionList): XmlElement[] {
  return list.entries.map(({ anchors, terms, blocks }) => {
    const id = writing.ids.element('gl', anchors)
    const shown = terms.filter((term) => !isBlank(term))
    const term = shown.flatMap<XmlNode>((content, index) => [
      ...(index > 0 ? [', '] : []),
      ...writeInlines(writing, content),
    ])
    const definition = orEmpty(writeBlocks(writing, blocks, 'definition'))
    return element('glossentry', { id }, [element('glossterm', {}, term), element('glossdef', {}, definition)])
  })
}

/** Entries of a bibliography, as a bibliography holds them. */
export function writeBibliographyEntries(writing: Writing, list: BibliographyList): XmlElement[] {
  return list.entries.map(({ anchors, content }) => {
    const id = writing.ids.element('bib', anchors)
    return element('bibliomixed', { id }, [element('bibliomisc', {}, writeInlines(writing, content))])
  })
}

/** A bibliography where the format takes none: a list with the same text. */
export function writeBibliographyAsList(writing: Writing, { title, entries }: BibliographyList): XmlElement[] {
  const items = entries.map(({ anchors, content }) => ({ anchors, blocks: [{ kind: 'paragraph' as const, content }] }))
  return writeList(writing, { kind: 'list', ordered: false, title, items })
}

/** Index entries where the format takes none: nested lists with the same text. */
export function writeIndexAsList(writing: Writing, { title, entries }: IndexList): XmlElement[] {
  return writeList(writing, { ...entriesAsList(entries), title })
}

function entriesAsList(entries: readonly IndexEntry[]): List {
  const items = entries.map(({ anchors, content, entries: inner }) => {
    const paragraph = { kind: 'paragraph' as const, content }
    return { anchors, blocks: inner.length === 0 ? [paragraph] : [paragraph, entriesAsList(inner)] }
  })
  return { kind: 'list', ordered: false, items }
}

function titleOf(writing: Writing, title: readonly Inline[] | undefined): XmlElement[] {
  return title === undefined || isBlank(title) ? [] : [element('title', {}, writeInlines(writing, title))]
}
