import { attribute, descendants, type XmlElement } from '../xml/element.ts'
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
  const written = attribute(math, 'alttext')?.replace(/\s+/g, ' ').trim()
  const media = context.media.create(serializeXml(math, MATHML), 'formula.mml', 'application/mathml+xml')
  return { text: written || linearizeMath(math), media }
}

/** Whether a formula is set on a line of its own. */
export const isDisplayMath = (math: XmlElement): boolean =>
  attribute(math, 'display') === 'block' || attribute(math, 'mode') === 'display'
