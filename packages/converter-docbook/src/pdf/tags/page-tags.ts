import { isFileName, pictureWords } from '../../structure/picture-words.ts'
import type { StructureNode } from '../engine/pdf-document.ts'
import { headingLevel, holdsText, isSection, type Kind, kindOf } from './roles.ts'
import type { Tag, TagNode } from './tag.ts'

/** Marked content of a page at its place in the tree. */
export interface Leaf {
  readonly tag: Tag
  /** Which piece of the page it belongs to: contents of one block that follow each other are one piece. */
  readonly piece: number
  /** Its place among the contents of the page. */
  readonly order: number
  /** Text that stands for that of a node inside of a line, with the key of the node. */
  readonly actual?: { readonly key: string; readonly text: string } | undefined
}

/** The marked contents of a page by their ids. */
export type PageTags = ReadonlyMap<number, Leaf>

interface Around {
  readonly tag: Tag
  readonly sections: number
  readonly actual?: Leaf['actual']
  /** The block or group whose text it is. */
  readonly owner: string
  readonly isText: boolean
  /** Whether it is inside of a formula or of code, where every node is a piece of a line. */
  readonly isFlat: boolean
}

/** Reads the tree of a page in its order. */
export function pageTags(roots: readonly StructureNode[]): PageTags {
  const leaves = new Map<number, Leaf>()
  let piece = -1
  let open: string | undefined
  const walk = (node: StructureNode, around: Around) => {
    const inside = enter(node, around)
    for (const child of node.children) {
      if (typeof child !== 'number') walk(child, inside)
      else if (!leaves.has(child)) {
        if (open !== inside.owner) piece++
        open = inside.owner
        leaves.set(child, { tag: inside.tag, piece, order: leaves.size, actual: inside.actual })
      }
    }
  }
  for (const root of roots) walk(root, { tag: [], sections: 0, owner: '', isText: false, isFlat: false })
  return leaves
}

/** What is around the content of a node. */
function enter(node: StructureNode, around: Around): Around {
  const kind = around.isFlat ? 'inline' : kindIn(node, around)
  const isFlat = around.isFlat || /^(Formula|Code)$/.test(node.role)
  if (kind === 'inline') {
    const text = node.actualText
    return { ...around, isFlat, ...(text !== undefined && { actual: { key: node.key, text } }) }
  }
  const isText = holdsText(node)
  if (kind === 'group')
    return { ...around, sections: around.sections + (isSection(node) ? 1 : 0), owner: node.key, isText }
  return { ...around, isFlat, tag: [...around.tag, toTag(node, kind, around.sections)], owner: node.key, isText }
}

/** Inside of a paragraph groups, code and labels are pieces of its lines. */
function kindIn(node: StructureNode, { tag, isText }: Around): Kind {
  const kind = kindOf(node)
  const parent = tag.at(-1)?.role
  const isInLine = parent === 'paragraph' || parent === 'heading'
  if (kind === 'group' && isInLine) return 'inline'
  if ((kind === 'code' || kind === 'formula') && (isInLine || isText)) return 'inline'
  return kind === 'label' && parent !== 'item' && parent !== 'note' ? 'inline' : kind
}

function toTag(node: StructureNode, role: TagNode['role'], sections: number): TagNode {
  const { key, index, childCount, alternative, rowSpan, columnSpan } = node
  const level = role === 'heading' ? headingLevel(node, sections) : undefined
  const words = pictureWords(alternative)
  const isSaid = words !== undefined && !isFileName(words)
  return { key, role, index, childCount, level, alternative: isSaid ? words : undefined, rowSpan, columnSpan }
}
