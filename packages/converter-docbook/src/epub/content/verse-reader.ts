import type { Block, Inline } from '../../tree/book.ts'
import { attribute, childElements, type XmlElement } from '../xml/element.ts'
import { classNames, semanticTypes } from '../xml/semantic-types.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { containsBlock, HIDDEN, isBlock } from './element-kinds.ts'
import { headingRank } from './heading-rank.ts'
import { readInlines } from './inline-reader.ts'
import { indentLines, lineIndent } from './line-indent.ts'
import { keepLines } from './line-reader.ts'
import { normalizeText } from './normalize-text.ts'
import { keepingLanguage } from './text-language.ts'

const VERSE = /^(verse|verses|poem|poetry|stanza|line-?group|lg|strophe|lyrics?|z3998:(poem|verse|song))$/

/** Whether an element holds verse, line by line: it says so, and nothing in it is more than lines. */
export function isVerse(element: XmlElement): boolean {
  const isMarked =
    classNames(element).some((name) => VERSE.test(name)) || semanticTypes(element).some((type) => VERSE.test(type))
  if (!isMarked && !isPreformatted(element)) return false
  return linesOf(element) !== undefined
}

const isPreformatted = (element: XmlElement) => /white-space\s*:\s*pre\b/i.test(attribute(element, 'style') ?? '')

/** The elements that each hold a line or a stanza; undefined when there is more than that inside. */
function linesOf(element: XmlElement): XmlElement[] | undefined {
  if (!containsBlock(element)) return [element]
  const lines: XmlElement[] = []
  for (const child of element.children) {
    if (typeof child === 'string') {
      if (/\S/.test(child)) return undefined
      continue
    }
    if (HIDDEN.has(child.name)) continue
    if (headingRank(child) !== undefined || !/^(p|div|span|br|a)$/.test(child.name)) return undefined
    if (containsBlock(child)) return undefined
    lines.push(child)
  }
  return lines
}

/** Reads verse: every block a line, a block with breaks in it a stanza. */
export function readVerse(element: XmlElement, context: DocumentContext): Block[] {
  const lines = linesOf(element) ?? []
  const keepsSpaces = isPreformatted(element)
  const content: Inline[] = []
  for (const line of lines) {
    const written = readInlines(
      line === element || !isBlock(line) ? childrenOrSelf(line, element) : keepingLanguage(line, 'span'),
      context,
    )
    const text = keepsSpaces ? keepLines(written) : keepLines(breaksToLines(normalizeText(written)))
    if (text.length === 0) continue
    if (content.length > 0) content.push({ kind: 'text', text: separator(line) })
    const id = line === element ? undefined : attribute(line, 'id')
    if (id !== undefined && isBlock(line)) content.push({ kind: 'anchor', anchor: anchorOfId(context, id) })
    const spaces = line === element ? '' : lineIndent(line)
    if (spaces !== '') content.push({ kind: 'text', text: spaces })
    content.push(...text)
  }
  return content.length === 0 ? [] : [{ kind: 'lines', role: 'verse', content: joinTexts(content) }]
}

const childrenOrSelf = (line: XmlElement, element: XmlElement) =>
  line === element ? indentLines(element.children) : [line]

const breaksToLines = (content: readonly Inline[]) => content

/** A stanza is set off by an empty line. */
const separator = (line: XmlElement) => (childElements(line).some((child) => child.name === 'br') ? '\n\n' : '\n')

function joinTexts(content: readonly Inline[]): Inline[] {
  const result: Inline[] = []
  for (const inline of content) {
    const last = result.at(-1)
    if (inline.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + inline.text }
    else result.push(inline)
  }
  return result
}
