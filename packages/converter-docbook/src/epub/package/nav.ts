import type { Landmark, Navigation, TocEntry } from '../../structure/navigation.ts'
import { anchorOf, resolveHref } from '../href.ts'
import { attribute, childElements, descendants, findElement, type XmlElement } from '../xml/element.ts'
import { semanticTypes } from '../xml/semantic-types.ts'

/** Reads the navigation document of ePub 3. */
export function readNav(root: XmlElement, path: string): Navigation {
  const navs = [...descendants(root)].filter((element) => element.name === 'nav')
  const ofType = (type: string) => navs.find((nav) => semanticTypes(nav).includes(type))
  const untyped = navs.find((nav) => semanticTypes(nav).length === 0)
  const toc = ofType('toc') ?? untyped
  const landmarks = ofType('landmarks')
  return {
    toc: toc === undefined ? [] : readEntries(toc, path),
    landmarks: landmarks === undefined ? [] : readLandmarks(landmarks, path),
  }
}

function readEntries(container: XmlElement, path: string): TocEntry[] {
  const list = findElement(container, 'ol', 'ul')
  if (list === undefined) return []
  return childElements(list)
    .filter((item) => item.name === 'li')
    .map((item) => readEntry(item, path))
    .filter((entry) => entry.title !== '' || entry.children.length > 0)
}

function readEntry(item: XmlElement, path: string): TocEntry {
  const own: XmlElement = {
    ...item,
    children: item.children.filter((child) => typeof child === 'string' || !/^[ou]l$/.test(child.name)),
  }
  const link = findElement(own, 'a')
  const image = findElement(own, 'img')
  const text = labelText(link ?? own) || (attribute(link ?? own, 'title') ?? (image && attribute(image, 'alt')) ?? '')
  return {
    title: text.replace(/\s+/g, ' ').trim(),
    target: link && targetOf(link, path),
    children: readEntries(item, path),
  }
}

/** The words of a label; readings beside characters are not part of them. */
function labelText(element: XmlElement): string {
  let text = ''
  for (const child of element.children) {
    if (typeof child === 'string') text += child
    else if (child.name !== 'rt' && child.name !== 'rp') text += child.name === 'br' ? ' ' : labelText(child)
  }
  return text
}

function targetOf(link: XmlElement, path: string): string | undefined {
  const href = resolveHref(path, attribute(link, 'href') ?? '')
  return href.kind === 'internal' ? anchorOf(href.path, href.fragment) : undefined
}

function readLandmarks(nav: XmlElement, path: string): Landmark[] {
  const landmarks: Landmark[] = []
  for (const link of descendants(nav)) {
    const target = link.name === 'a' ? targetOf(link, path) : undefined
    if (target !== undefined)
      landmarks.push({ types: semanticTypes(link), title: labelText(link).replace(/\s+/g, ' ').trim(), target })
  }
  return landmarks
}
