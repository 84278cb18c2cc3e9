import type { Inline, Section } from '../tree/book.ts'
import { languageAttributes } from './language-attributes.ts'
import { orEmpty, writeBlocks, writeHeading } from './write-blocks.ts'
import { writeInlines } from './write-inlines.ts'
import type { Writing } from './writing.ts'
import { element, type XmlElement } from './xml-node.ts'

/** The format knows more levels, DocBook does not. */
const DEEPEST = 5

/** Sections from a depth on; what is nested deeper than the format goes becomes headings without sections. */
export function writeSections(writing: Writing, sections: readonly Section[], depth: number): XmlElement[] {
  return sections.map((section) => {
    const id = writing.ids.section(depth, section.anchors)
    const titles = writeTitles(writing, section)
    const blocks = writeBlocks(writing, section.blocks, 'division')
    const inner =
      depth < DEEPEST ? writeSections(writing, section.sections, depth + 1) : writeFlat(writing, section.sections)
    const content = inner.length === 0 ? orEmpty(blocks) : [...blocks, ...inner]
    return element(`sect${depth}`, { id, label: section.label, ...languageAttributes(section) }, [
      ...titles,
      ...content,
    ])
  })
}

function writeFlat(writing: Writing, sections: readonly Section[]): XmlElement[] {
  return sections.flatMap((section) => [
    ...writeHeading(writing, section.title, 'division', section.anchors),
    ...writeBlocks(writing, section.blocks, 'division'),
    ...writeFlat(writing, section.sections),
  ])
}

/** Title and subtitle; the title is there even when it is empty, because the format asks for one. */
export function writeTitles(
  writing: Writing,
  titled: { readonly title: readonly Inline[]; readonly subtitle?: readonly Inline[] | undefined },
): XmlElement[] {
  const title = element('title', {}, writeInlines(writing, titled.title))
  return titled.subtitle === undefined
    ? [title]
    : [title, element('subtitle', {}, writeInlines(writing, titled.subtitle))]
}
