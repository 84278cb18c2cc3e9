import type { Metadata, Person } from '../../tree/book.ts'
import { attribute, descendants, plainText, type XmlElement } from '../xml/element.ts'
import { readCopyright } from './copyright.ts'
import { findIsbn } from './isbn.ts'
import { readPerson } from './person.ts'

/** The `dc:` elements and `meta` refinements of a package document, looked up by name. */
interface Sources {
  readonly elements: readonly XmlElement[]
  /** Refinements by id and property. */
  readonly refinements: ReadonlyMap<string, string>
}

/** What the package document says of the book; nothing is guessed. */
export function readMetadata(metadata: XmlElement, root: XmlElement): Metadata {
  const sources = gather(metadata)
  const { title, subtitle } = readTitles(sources)
  const people = readPeople(sources)
  return {
    isbn: readIsbn(sources),
    title,
    subtitle,
    authors: people.authors,
    editors: people.editors,
    publisher: first(sources, 'publisher'),
    pubdate: readDate(sources),
    edition: metaProperty(metadata, ['schema:bookEdition', 'bookEdition', 'prism:edition']),
    copyright: firstOf(all(sources, 'rights').map((element) => readCopyright(plainText(element)))),
    language: first(sources, 'language') ?? nonEmpty(attribute(root, 'xml:lang')),
  }
}

const firstOf = <T>(values: readonly (T | undefined)[]): T | undefined => values.find((value) => value !== undefined)

const nonEmpty = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text.trim())

function gather(metadata: XmlElement): Sources {
  const elements = [...descendants(metadata)]
  const refinements = new Map<string, string>()
  for (const meta of elements) {
    const refines = attribute(meta, 'refines')
    const property = attribute(meta, 'property')
    if (meta.name !== 'meta' || refines === undefined || property === undefined) continue
    refinements.set(`${refines.replace(/^.*#/, '').trim()} ${property.trim()}`, plainText(meta))
  }
  return { elements, refinements }
}

const all = ({ elements }: Sources, name: string) =>
  elements.filter((element) => element.name === name && plainText(element) !== '')

function first(sources: Sources, name: string): string | undefined {
  const [element] = all(sources, name)
  return element && plainText(element)
}

/** A refinement of ePub 3 or the attribute of ePub 2 that says the same. */
function refine(sources: Sources, element: XmlElement, property: string): string | undefined {
  const id = attribute(element, 'id')?.trim()
  return (
    (id === undefined ? undefined : sources.refinements.get(`${id} ${property}`)) ??
    nonEmpty(attribute(element, property))
  )
}

function metaProperty(metadata: XmlElement, names: readonly string[]): string | undefined {
  for (const meta of descendants(metadata)) {
    const property = attribute(meta, 'property') ?? attribute(meta, 'name') ?? ''
    if (meta.name === 'meta' && names.includes(property))
      return nonEmpty(plainText(meta)) ?? nonEmpty(attribute(meta, 'content'))
  }
  return undefined
}

function readTitles(sources: Sources): { title: string | undefined; subtitle: string | undefined } {
  const titles = all(sources, 'title').map((element, i) => ({
    text: plainText(element),
    type: refine(sources, element, 'title-type'),
    order: Number(refine(sources, element, 'display-seq') ?? Number.NaN) || 1000 + i,
  }))
  const ordered = titles.toSorted((a, b) => a.order - b.order)
  const main =
    ordered.find((title) => title.type === 'main') ?? ordered.find((title) => title.type === undefined) ?? ordered[0]
  return { title: main?.text, subtitle: ordered.find((title) => title.type === 'subtitle' && title !== main)?.text }
}

function readPeople(sources: Sources): { authors: Person[]; editors: Person[] } {
  const authors: Person[] = []
  const editors: Person[] = []
  for (const element of [...all(sources, 'creator'), ...all(sources, 'contributor')]) {
    const isCreator = element.name === 'creator'
    const role = (refine(sources, element, 'role') ?? '').toLowerCase()
    const person = readPerson(plainText(element), refine(sources, element, 'file-as'))
    if (role === 'edt') editors.push(person)
    else if (isCreator || role === 'aut') authors.push(person)
  }
  return { authors, editors }
}

function readIsbn(sources: Sources): string | undefined {
  const identifiers = all(sources, 'identifier')
  const marked = identifiers.filter((element) =>
    /isbn/i.test(`${attribute(element, 'scheme') ?? ''} ${plainText(element)}`),
  )
  const numbers = [...marked, ...all(sources, 'source'), ...identifiers].map((element) => {
    const isPlain = element.name === 'identifier' || /isbn/i.test(plainText(element))
    return isPlain ? findIsbn(plainText(element)) : undefined
  })
  return numbers.find((isbn) => isbn?.length === 13 && isbn !== undefined) ?? numbers.find((isbn) => isbn !== undefined)
}

function readDate(sources: Sources): string | undefined {
  const dates = all(sources, 'date')
  const event = (element: XmlElement) => (attribute(element, 'event') ?? '').toLowerCase()
  const chosen = dates.find((date) => /publication/.test(event(date))) ?? dates.find((date) => event(date) === '')
  const text = chosen && plainText(chosen)
  return text?.replace(/T\d\d:.*$/, '')
}
