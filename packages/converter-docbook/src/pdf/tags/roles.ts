import type { StructureNode } from '../engine/pdf-document.ts'
import type { Role } from './tag.ts'

const BLOCKS: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['P', 'paragraph'],
  ['H', 'heading'],
  ['Title', 'heading'],
  ['L', 'list'],
  ['LI', 'item'],
  ['Lbl', 'label'],
  ['LBody', 'body'],
  ['Table', 'table'],
  ['THead', 'head'],
  ['TBody', 'rows'],
  ['TFoot', 'rows'],
  ['TR', 'row'],
  ['TH', 'header'],
  ['TD', 'cell'],
  ['Caption', 'caption'],
  ['Figure', 'figure'],
  ['BlockQuote', 'quote'],
  ['Note', 'note'],
  ['FENote', 'note'],
  ['Footnote', 'note'],
  ['Endnote', 'note'],
  ['Code', 'code'],
  ['TOCI', 'paragraph'],
  ['BibEntry', 'paragraph'],
  ['Formula', 'formula'],
])
const GROUPS = new Set(
  'Document DocumentFragment Part Art Article Sect Section Div Aside TOC Index Form Story'.split(' '),
)
const INLINE = new Set(
  'Span Quote Reference Link Annot Em Strong Sub Ruby RB RT RP Warichu WT WP InlineShape NonStruct Private'.split(' '),
)
const SECTIONS = /^(Sect|Section|Part|Art|Article)$/
const HEADING = /^(?:h|heading|überschrift|titre)[ _-]?([1-9])$/i

/** What may stand in a line. */
const IN_LINES: ReadonlySet<Kind> = new Set<Kind>(['inline', 'code', 'label', 'figure', 'note', 'formula'])

/** What a node is: a block, a group of blocks, or a piece of a line. */
export type Kind = Role | 'group' | 'inline'

/** The kind of a node. One with a name of its own is what its content makes of it. */
export function kindOf(node: StructureNode): Kind {
  const known = BLOCKS.get(node.role)
  if (known !== undefined) return known
  if (HEADING.test(node.role)) return 'heading'
  if (INLINE.has(node.role) && !hasBlocks(node)) return 'inline'
  if (node.role === 'Div' && holdsText(node) && !hasBlocks(node)) return 'paragraph'
  if (GROUPS.has(node.role) || hasBlocks(node)) return 'group'
  return 'paragraph'
}

/** Whether a node holds pieces of lines, which makes the code and the labels in it pieces of lines too. */
export function holdsText({ children }: StructureNode): boolean {
  return children.some((child) => typeof child === 'number' || kindOf(child) === 'inline')
}

/** Whether a group counts as a level of headings without a number. */
export function isSection({ role }: StructureNode): boolean {
  return SECTIONS.test(role)
}

/** The level of a heading; one without a number stands as deep as its section. */
export function headingLevel({ role }: StructureNode, sections: number): number {
  const level = HEADING.exec(role)?.[1]
  if (level !== undefined) return Number(level)
  return role === 'Title' ? 1 : Math.max(1, sections)
}

function hasBlocks({ children }: StructureNode): boolean {
  return children.some((child) => typeof child !== 'number' && !IN_LINES.has(kindOf(child)))
}
