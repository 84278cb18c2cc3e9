import type { Aside, Block } from '../../tree/book.ts'
import { childElements, findElement, type XmlElement } from '../xml/element.ts'
import { classNames } from '../xml/semantic-types.ts'
import type { DocumentContext } from './document-context.ts'
import { containsBlock } from './element-kinds.ts'
import { headingRank } from './heading-rank.ts'
import { inLanguage } from './text-language.ts'

type Role = Aside['role']

const ROLES: Readonly<Record<string, Role>> = {
  note: 'note',
  notice: 'note',
  tip: 'tip',
  help: 'tip',
  warning: 'warning',
  danger: 'warning',
  caution: 'caution',
  important: 'important',
  sidebar: 'sidebar',
  pullquote: 'sidebar',
  marginalia: 'sidebar',
  practice: 'sidebar',
  'case-study': 'sidebar',
}

/** Whether an element is a box by the class that layout programs give it; one around the head of a chapter is none. */
const isBox = (element: XmlElement) =>
  classNames(element).some((name) => /^(text-?box|boxed-?text|box)$/.test(name)) &&
  findElement(element, 'h1', 'h2') === undefined

/** What kind of aside an element is, by its type, its name, or as a block of the class that DocBook's tools write. */
export function sidebarRole(element: XmlElement, types: readonly string[]): Role | undefined {
  const byType = types.map((type) => ROLES[type]).find((role) => role !== undefined)
  if (byType !== undefined && element.name !== 'p') return byType
  const byClass = classNames(element)
    .map((name) => ROLES[name])
    .find((role) => role !== undefined)
  if (element.name === 'aside') return byClass ?? 'sidebar'
  if (element.name !== 'div' || !containsBlock(element)) return undefined
  return byClass ?? (isBox(element) ? 'sidebar' : undefined)
}

/** Reads an aside; its first heading is its title. */
export function readAside(element: XmlElement, role: Role, context: DocumentContext): Block[] {
  const blocks = context.readBlocks(element.children)
  const [first, ...rest] = blocks
  if (first === undefined) return []
  if (first.kind !== 'bridgehead' || !startsWithHeading(element)) return [{ kind: 'aside', role, title: [], blocks }]
  const title = inLanguage(first.content, first)
  if (rest.length === 0)
    return [{ kind: 'aside', role, title: [], anchors: first.anchors, blocks: [{ kind: 'paragraph', content: title }] }]
  return [{ kind: 'aside', role, title, anchors: first.anchors, blocks: rest }]
}

function startsWithHeading(element: XmlElement): boolean {
  const first = childElements(element).find((child) => child.children.length > 0)
  return first !== undefined && (headingRank(first) !== undefined || startsWithHeading(first))
}
