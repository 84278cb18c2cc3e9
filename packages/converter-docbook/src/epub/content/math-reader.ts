import { attribute, descendants, rawText, type XmlElement } from '../xml/element.ts'
import { serializeXml } from '../xml/serialize-xml.ts'
import type { DocumentContext } from './document-context.ts'
import { linearizeMath } from './math-text.ts'

const MATHML = 'http://www.w3.org/1998/Math/MathML'

/** A formula: a line that can be read, and the MathML as a file. */
export function readMath(math: XmlElement, context: DocumentContext): { text: string; media: string } {
  for (const part of descendants(math)) {
    const id = attribute(part, 'id')
    if (id !== undefined && context.tocIds.has(id)) context.marks.push(`${context.path}#${id}`)
  }
  const written = writtenText(math)
  const says = written !== '' && !context.emptyMathTexts.has(written)
  const media = context.media.create(serializeXml(math, MATHML), 'formula.mml', 'application/mathml+xml')
  return { text: (says ? written : linearizeMath(math)) || written, media }
}

const writtenText = (math: XmlElement) => (attribute(math, 'alttext') ?? '').replace(/\s+/g, ' ').trim()

/** Alternative texts that say nothing of a formula, because different formulae of the page have the same one. */
export function emptyMathTexts(page: XmlElement): Set<string> {
  const formulae = new Map<string, string>()
  const empty = new Set<string>()
  for (const element of descendants(page)) {
    const text = element.name === 'math' ? writtenText(element) : ''
    if (text === '') continue
    const formula = rawText(element).replace(/\s+/g, '')
    if ((formulae.get(text) ?? formula) !== formula) empty.add(text)
    formulae.set(text, formula)
  }
  return empty
}

/** Whether a formula is set on a line of its own. */
export const isDisplayMath = (math: XmlElement): boolean =>
  attribute(math, 'display') === 'block' || attribute(math, 'mode') === 'display'
