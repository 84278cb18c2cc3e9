import { attribute, childElements, rawText, type XmlElement, type XmlNode } from '../xml/element.ts'
import { serializeXml } from '../xml/serialize-xml.ts'
import type { DocumentContext } from './document-context.ts'

const UNDERSTOOD = /^http:\/\/www\.w3\.org\/(1998\/Math\/MathML|1999\/xhtml|2000\/svg)$/

const namespaceOf = (branch: XmlElement) => (attribute(branch, 'required-namespace') ?? '').trim()

/** Something in a language that cannot be shown: its words, and the original as a file. */
export interface ForeignObject {
  readonly text: string
  readonly media: string
}

/** What is made of an `epub:switch`. */
export interface SwitchReading {
  /** Cases in languages that are not understood. They are kept, because what is written in them stands nowhere else. */
  readonly foreign: readonly ForeignObject[]
  /** What is shown: the first case that is understood, else the default. */
  readonly shown: readonly XmlNode[]
}

/** Reads an `epub:switch`. */
export function readSwitch(element: XmlElement, context: DocumentContext): SwitchReading {
  const branches = childElements(element)
  const cases = branches.filter((branch) => branch.name === 'case')
  const known = cases.find((branch) => UNDERSTOOD.test(namespaceOf(branch)))
  const shown = known ?? branches.find((branch) => branch.name === 'default')
  const foreign = known === undefined ? cases.flatMap((branch) => readForeign(branch, context)) : []
  return { foreign, shown: shown?.children ?? [] }
}

function readForeign(branch: XmlElement, context: DocumentContext): ForeignObject[] {
  return childElements(branch).flatMap((element) => {
    const text = rawText(element).replace(/\s+/g, ' ').trim()
    if (text === '') return []
    context.warn(
      'foreign_kept',
      `Content in the language ${namespaceOf(branch)} cannot be shown; it is kept as a file, with its words in place.`,
      element,
    )
    const media = context.media.create(serializeXml(element, namespaceOf(branch)), 'object.xml', 'application/xml')
    return [{ text, media }]
  })
}
