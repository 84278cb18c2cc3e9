import { attribute, type XmlElement } from './element.ts'

const NONE: readonly string[] = []

/** What an element says that it is: `epub:type` and the `doc-` roles, in one vocabulary, lower case. */
export function semanticTypes(element: XmlElement): readonly string[] {
  let types: string[] | undefined
  for (const name in element.attributes) {
    const isType =
      name === 'epub:type' || (name.endsWith(':type') && !name.startsWith('xsi') && !name.startsWith('xlink'))
    if (!isType && name !== 'role') continue
    for (const word of (element.attributes[name] ?? '').toLowerCase().split(/\s+/)) {
      if (word === '') continue
      const type = word.startsWith('doc-') ? word.slice(4) : isType ? word.replace(/^\w+:/, '') : undefined
      if (type === undefined) continue
      types ??= []
      types.push(type)
    }
  }
  return types ?? NONE
}

/** The words of the `class` attribute in lower case. */
export function classNames(element: XmlElement): readonly string[] {
  const names = attribute(element, 'class')
  return names === undefined || names === '' ? NONE : names.toLowerCase().split(/\s+/)
}
