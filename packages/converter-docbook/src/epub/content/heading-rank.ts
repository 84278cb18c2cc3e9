import { attribute, type XmlElement } from '../xml/element.ts'

/** The rank of a heading from 1, by its name or its ARIA role; undefined when the element is none. */
export function headingRank(element: XmlElement): number | undefined {
  if (/^h[1-6]$/.test(element.name)) return Number(element.name.slice(1))
  if (attribute(element, 'role') !== 'heading') return undefined
  const level = Number(attribute(element, 'aria-level') ?? 2)
  return Number.isInteger(level) && level >= 1 ? Math.min(level, 10) : 2
}
