import type { ConvertWarning } from '@rittdoc-batch/core'
import type { Metadata, Person } from '../tree/book.ts'
import { element, type XmlElement, type XmlNode } from './xml-node.ts'

/** The book's metadata in the order that the consumers expect; undefined when there is none at all. */
export function writeBookinfo(metadata: Metadata): XmlElement | undefined {
  const { isbn, title, subtitle, publisher, pubdate, edition, copyright } = metadata
  const people = [
    ...metadata.authors.map((person) => element('author', {}, [writePerson(person)])),
    ...metadata.editors.map((person) => element('editor', {}, [writePerson(person)])),
  ]
  const children = [
    ...text('isbn', isbn),
    ...text('title', title),
    ...text('subtitle', subtitle),
    ...(people.length === 0 ? [] : [element('authorgroup', {}, people)]),
    ...(publisher === undefined ? [] : [element('publisher', {}, text('publishername', publisher))]),
    ...text('pubdate', pubdate),
    ...text('edition', edition),
    ...(copyright === undefined
      ? []
      : [element('copyright', {}, [...text('year', copyright.year), ...text('holder', copyright.holder)])]),
  ]
  return children.length === 0 ? undefined : element('bookinfo', {}, children)
}

/** What the loader cannot do without, and the book does not say. */
export function metadataWarnings({ isbn, title, authors, editors }: Metadata): ConvertWarning[] {
  const missing = [
    ...(isbn === undefined ? (['isbn'] as const) : []),
    ...(title === undefined ? (['title'] as const) : []),
    ...(authors.length + editors.length === 0 ? (['author'] as const) : []),
  ]
  return missing.map((field) => ({
    code: `missing_${field}`,
    message: `The book does not state its ${field}; the consumer of the package needs one. Set it under converter.metadata`,
  }))
}

function writePerson({ firstname, surname }: Person): XmlElement {
  return element('personname', {}, [...text('firstname', firstname), ...text('surname', surname)])
}

function text(name: string, value: string | undefined): XmlNode[] {
  return value === undefined || value.trim() === '' ? [] : [element(name, {}, [value.trim()])]
}
