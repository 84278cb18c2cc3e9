import type { TocEntry } from '../../structure/navigation.ts'
import { anchorOf, resolveHref } from '../href.ts'
import { attribute, childElements, findElement, plainText, type XmlElement } from '../xml/element.ts'

/** Reads the table of contents of ePub 2. */
export function readNcx(root: XmlElement, path: string): TocEntry[] {
  const map = findElement(root, 'navmap')
  return map === undefined ? [] : readPoints(map, path)
}

function readPoints(parent: XmlElement, path: string): TocEntry[] {
  return childElements(parent)
    .filter((element) => element.name === 'navpoint')
    .map((point) => {
      const children = childElements(point)
      const label = children.find((child) => child.name === 'navlabel')
      const content = children.find((child) => child.name === 'content')
      const href = content && resolveHref(path, attribute(content, 'src') ?? '')
      return {
        title: label === undefined ? '' : plainText(label),
        target: href?.kind === 'internal' ? anchorOf(href.path, href.fragment) : undefined,
        children: readPoints(point, path),
      }
    })
}
