import type {
  BibliographyList,
  Block,
  Component,
  ComponentKind,
  DefinitionList,
  IndexEntry,
  IndexList,
  Section,
} from '../tree/book.ts'
import { type Group, groupedContent, type ListBlock } from './grouped-content.ts'
import type { ComponentPrefix } from './ids.ts'
import { inlineText, isBlank } from './inline-text.ts'
import { languageAttributes } from './language-attributes.ts'
import { orEmpty, writeBlocks } from './write-blocks.ts'
import { writeInlines } from './write-inlines.ts'
import { writeBibliographyEntries, writeGlossEntries } from './write-list.ts'
import { writeSections, writeTitles } from './write-sections.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement } from './xml-node.ts'

const PREFIXES: Readonly<Record<ComponentKind, ComponentPrefix>> = {
  chapter: 'ch',
  preface: 'pr',
  appendix: 'ap',
  dedication: 'dd',
  glossary: 'gl',
  bibliography: 'bi',
  index: 'in',
}

/** A fragment of the package. */
export interface Fragment {
  readonly id: string
  readonly root: XmlElement
}

/** Writes a component. One whose content does not fit its kind becomes a chapter, a preface or an appendix. */
export function writeComponent(writing: Writing, component: Component, isInPart: boolean): Fragment {
  const kind = fittingKind(component, isInPart)
  const id = writing.ids.component(PREFIXES[kind], component.anchors)
  const { role, label } = component
  const attributes = { id, role, label, ...languageAttributes(component) }
  return { id, root: element(kind, attributes, writeContent(writing, component, kind)) }
}

/** The kind that the content fits. */
function fittingKind(component: Component, isInPart: boolean): ComponentKind {
  const { kind } = component
  if (kind === 'dedication') return isInPart || !isPlainDedication(component) ? 'preface' : 'dedication'
  if (kind === 'glossary') return groupedContent<DefinitionList>(component, 'definitions') ? kind : 'chapter'
  if (kind === 'bibliography') return groupedContent<BibliographyList>(component, 'bibliography') ? kind : 'chapter'
  if (kind === 'index') return groupedContent<IndexList>(component, 'index') ? kind : 'chapter'
  return kind
}

/** A dedication takes neither sections nor pictures nor tables. */
function isPlainDedication({ blocks, sections }: Component): boolean {
  const plain = new Set<Block['kind']>(['paragraph', 'list', 'lines', 'quotation'])
  return sections.length === 0 && blocks.length > 0 && blocks.every(({ kind }) => plain.has(kind))
}

function writeContent(writing: Writing, component: Component, kind: ComponentKind): XmlElement[] {
  if (kind === 'glossary') return writeGlossary(writing, component)
  if (kind === 'bibliography') return writeBibliography(writing, component)
  if (kind === 'index') return writeIndex(writing, component)
  const titles = writeTitles(writing, component)
  if (kind === 'dedication') return [...titles, ...orEmpty(writeBlocks(writing, component.blocks, 'dedication'))]
  const { sections, references } = splitReferences(component)
  const content =
    kind === 'chapter' ? writeChapter(writing, component, sections) : writeDivision(writing, component, sections)
  return [...titles, ...content, ...references.map((section) => writeReferences(writing, section))]
}

/**
 * A chapter holds sections only: text before the first one stands in a section of its own. Its title is empty, because
 * the book says the chapter's title once; `xreflabel` names it for consumers that need a label.
 */
function writeChapter(writing: Writing, component: Component, sections: readonly Section[]): XmlElement[] {
  if (component.blocks.length === 0 && sections.length > 0) return writeSections(writing, sections, 1)
  const opening: Section = { title: [], anchors: [], blocks: component.blocks, sections: [] }
  const [first, ...others] = writeSections(writing, [opening, ...sections], 1)
  const xreflabel = inlineText(component.title).trim() || undefined
  return first === undefined
    ? others
    : [{ ...first, attributes: { ...first.attributes, role: 'opening', xreflabel } }, ...others]
}

function writeDivision(writing: Writing, component: Component, sections: readonly Section[]): XmlElement[] {
  const blocks = writeBlocks(writing, component.blocks, 'division')
  const inner = writeSections(writing, sections, 1)
  return inner.length === 0 ? [...orEmpty(blocks)] : [...blocks, ...inner]
}

/** Sections at the end that hold nothing but references become bibliographies of the component. */
function splitReferences({ sections, blocks }: Component): {
  sections: readonly Section[]
  references: readonly Section[]
} {
  let end = sections.length
  while (end > 0 && isReferences(sections[end - 1])) end--
  if (end === 0 && blocks.length === 0) return { sections, references: [] } // something must come before them
  return { sections: sections.slice(0, end), references: sections.slice(end) }
}

function isReferences(section: Section | undefined): boolean {
  const isFilled = (block: Block) => block.kind === 'bibliography' && block.entries.length > 0
  return (
    section !== undefined &&
    section.sections.length === 0 &&
    section.blocks.length > 0 &&
    section.blocks.every(isFilled)
  )
}

function writeReferences(writing: Writing, section: Section): XmlElement {
  const id = writing.ids.section(1, section.anchors)
  const entries = section.blocks.flatMap((block) =>
    block.kind === 'bibliography' ? writeBibliographyEntries(writing, block) : [],
  )
  return element('bibliography', { id }, [...writeTitles(writing, section), ...entries])
}

function writeGlossary(writing: Writing, component: Component): XmlElement[] {
  const content = groupedContent<DefinitionList>(component, 'definitions')
  const entries = (group: Group<DefinitionList>) => group.lists.flatMap((list) => writeGlossEntries(writing, list))
  return writeGroups(writing, component, { content, name: 'glossdiv', entries })
}

function writeBibliography(writing: Writing, component: Component): XmlElement[] {
  const content = groupedContent<BibliographyList>(component, 'bibliography')
  return writeGroups(writing, component, {
    content,
    name: 'bibliodiv',
    entries: ({ lists }) => lists.flatMap((list) => writeBibliographyEntries(writing, list)),
  })
}

function writeIndex(writing: Writing, component: Component): XmlElement[] {
  const content = groupedContent<IndexList>(component, 'index')
  return writeGroups(writing, component, {
    content,
    name: 'indexdiv',
    entries: ({ lists }) => lists.flatMap((list) => list.entries.map((entry) => writeIndexEntry(writing, entry))),
  })
}

interface Groups<List extends ListBlock> {
  readonly content: { readonly lead: readonly Block[]; readonly groups: readonly Group<List>[] } | undefined
  readonly name: string
  readonly entries: (group: Group<List>) => XmlElement[]
}

/** Groups with titles become divisions; without any, the entries stand in the component itself. */
function writeGroups<List extends ListBlock>(
  writing: Writing,
  component: Component,
  { content, name, entries }: Groups<List>,
): XmlElement[] {
  const titles = writeTitles(writing, component)
  const lead = writeBlocks(writing, content?.lead ?? [], 'division')
  const groups = content?.groups ?? []
  const isDivided = groups.some(({ title, lead: own }) => (title !== undefined && !isBlank(title)) || own.length > 0)
  if (!isDivided) return [...titles, ...lead, ...groups.flatMap(entries)]
  const divisions = groups.map((group) => {
    const id = writing.ids.optional(group.anchors)
    const title = group.title && !isBlank(group.title) ? [element('title', {}, writeInlines(writing, group.title))] : []
    // A division of glossary or bibliography must have a title; one of an index need not.
    const required = name === 'indexdiv' || title.length > 0 ? title : [element('title', {})]
    return element(name, { id }, [...required, ...writeBlocks(writing, group.lead, 'definition'), ...entries(group)])
  })
  return [...titles, ...lead, ...divisions]
}

/** Three levels; what is deeper stands on the third. */
function writeIndexEntry(writing: Writing, entry: IndexEntry): XmlElement {
  const line = (name: string, { anchors, content }: IndexEntry) =>
    element(name, { id: writing.ids.optional(anchors) }, writeInlines(writing, content, { inIndex: true }))
  const below = (inner: readonly IndexEntry[]): XmlElement[] =>
    inner.flatMap((e) => [line('tertiaryie', e), ...below(e.entries)])
  const secondary = entry.entries.flatMap((e) => [line('secondaryie', e), ...below(e.entries)])
  return element('indexentry', {}, [line('primaryie', entry), ...secondary])
}
