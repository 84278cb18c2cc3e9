import { attribute, childElements, type XmlElement, type XmlNode } from '../xml/element.ts'

const UNDERSTOOD = /^http:\/\/www\.w3\.org\/(1998\/Math\/MathML|1999\/xhtml|2000\/svg)$/

/** What of an `epub:switch` is read: the first case in a language that is understood, else the default. */
export function readSwitch(element: XmlElement): readonly XmlNode[] {
  const branches = childElements(element)
  const known = branches.find(
    (branch) => branch.name === 'case' && UNDERSTOOD.test((attribute(branch, 'required-namespace') ?? '').trim()),
  )
  return (known ?? branches.find((branch) => branch.name === 'default'))?.children ?? []
}
