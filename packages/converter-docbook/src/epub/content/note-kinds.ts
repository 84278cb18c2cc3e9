import { attribute, findElement, type XmlElement } from '../xml/element.ts'
import { classNames } from '../xml/semantic-types.ts'
import type { DocumentContext } from './document-context.ts'

const NOTE = new Set(['footnote', 'endnote', 'rearnote'])
/** Classes that widespread tools give to a note, and the elements that can be one by its class alone. */
const NOTE_CLASSES = new Set([...NOTE, '_idfootnote', '_idendnote'])
const NOTE_ELEMENTS = new Set(['aside', 'div', 'li', 'p'])
/** Ids that word processors give to the block around a note. */
const NOTE_ID = /^(ftn|edn|fn|sd(?:foot|end)note|footnote|endnote)[-_]?\d+$/i
const NOTES = new Set(['footnotes', 'endnotes', 'rearnotes'])

/** Whether the source calls an element a note: by its own type, or as an item of a list of notes. */
export function isNote(element: XmlElement, types: readonly string[], context: DocumentContext): boolean {
  if (types.some((type) => NOTE.has(type))) return true
  if (NOTE_ELEMENTS.has(element.name) && classNames(element).some((name) => NOTE_CLASSES.has(name))) {
    if (attribute(element, 'id') !== undefined || findElement(element, 'a') !== undefined) return true
  }
  if (element.name === 'div' && NOTE_ID.test(attribute(element, 'id') ?? '') && startsWithLink(element)) return true
  if (types.includes('note') && (element.name === 'aside' || element.name === 'li')) return true
  if (element.name !== 'li' || !context.openTypes.some((type) => NOTES.has(type))) return false
  return attribute(element, 'id') !== undefined || findElement(element, 'a') !== undefined
}

/** Whether the way back is the first thing in an element. */
function startsWithLink(element: XmlElement): boolean {
  const first = element.children.find((child) => typeof child !== 'string' || /\S/.test(child))
  if (first === undefined || typeof first === 'string') return false
  return first.name === 'a' ? attribute(first, 'href') !== undefined : startsWithLink(first)
}
