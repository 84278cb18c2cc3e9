import type { Block, Component, Part, Section, TextLanguage } from '../tree/book.ts'
import { type Naming, nameComponent } from './component-kind.ts'
import { inlineWords, innerBlocks } from './inline-words.ts'
import { languageDifference } from './language-difference.ts'
import type { OutlineNode } from './outline.ts'
import { isPart, saysPart } from './part-kind.ts'
import { titleWords } from './title-words.ts'

/** What the body of the book is decided with beside the outline. */
export interface BodyOptions {
  readonly bookTitle?: string | undefined
  readonly bookLanguage?: string | undefined
}

/** Turns an outline into parts, components and sections. */
export function toBody(roots: readonly OutlineNode[], options: BodyOptions): (Part | Component)[] {
  const pieces = gatherParts(unwrapBook(markFront(roots), options))
  return pieces.map((node) => (isPart(node) ? toPart(node, options) : toComponent(node, options)))
}

/** What stands before everything that the table of contents names is front matter. */
function markFront(roots: readonly OutlineNode[]): OutlineNode[] {
  const firstListed = roots.findIndex(isListed)
  return roots.map((root, i) => (i < firstListed ? { ...root, matter: root.matter ?? 'front' } : root))
}

const isListed = (node: OutlineNode): boolean => node.isFromToc || node.children.some(isListed)

/** Blocks beyond which one document is a book rather than a chapter. */
const LARGE = 400

/**
 * A root that holds the whole book and bears its title becomes the title page, and what is under it moves up; where the
 * table of contents has more pieces after it, it is a part.
 */
function unwrapBook(roots: readonly OutlineNode[], { bookTitle }: BodyOptions): OutlineNode[] {
  return roots.flatMap((root, i) => {
    const { children } = root
    const isLarge = countBlocks(root) > LARGE
    const bearsTitle = titleWords(inlineWords(root.title)) === titleWords(bookTitle ?? '')
    const isWhole = roots.length === 1 && !root.isFromToc && isLarge
    const isBook = isWhole || (bearsTitle && (isLarge || children.some((child) => child.path !== root.path)))
    if (!isBook || children.length < 2 || saysPart(root) || root.types.includes('chapter')) return [root]
    const isOwn = (child: OutlineNode) =>
      !child.isFromToc && child.path === root.path && children.some((one) => one.path !== root.path)
    const [own, others] = [children.filter(isOwn), children.filter((child) => !isOwn(child))]
    if (root.isFromToc && others.length > 0 && roots.slice(i + 1).some(isListed))
      return [{ ...root, types: ['part'], blocks: [...root.blocks, ...own.flatMap(asBlocks)], children: others }]
    return [{ ...root, types: root.types.length > 0 ? root.types : ['titlepage'], children: own }, ...others]
  })
}

/** A section of a title page as what stands there. */
const asBlocks = ({ title, anchors, blocks, children }: OutlineNode): Block[] => [
  { kind: 'bridgehead', content: title, anchors },
  ...blocks,
  ...children.flatMap(asBlocks),
]

const countBlocks = (node: OutlineNode): number =>
  node.blocks.length + node.children.reduce((sum, child) => sum + countBlocks(child), 0)

/** Where the table of contents is flat but pages say that they open parts, what follows belongs to the part. */
function gatherParts(roots: readonly OutlineNode[]): OutlineNode[] {
  const result: OutlineNode[] = []
  let part: OutlineNode | undefined
  for (const node of roots) {
    if (saysPart(node) && node.children.length === 0) {
      part = { ...node, children: [] }
      result.push(part)
    } else if (part !== undefined && node.types.includes('chapter')) part.children.push(node)
    else {
      part = undefined
      result.push(node)
    }
  }
  return result
}

function toPart(node: OutlineNode, options: BodyOptions): Part {
  const components = node.children.map((child) => toComponent(child, options))
  const intro: Block[] = [...subtitleBlock(node), ...node.blocks]
  return { kind: 'part', title: node.title, anchors: node.anchors, intro, components }
}

const subtitleBlock = ({ subtitle }: OutlineNode): Block[] =>
  subtitle === undefined ? [] : [{ kind: 'bridgehead', content: subtitle }]

function toComponent(node: OutlineNode, { bookLanguage }: BodyOptions): Component {
  const sections = node.children.map((child) => toSection(child, node))
  const { title, subtitle, anchors, blocks } = node
  const naming = settle(nameComponent(node, titleWords(inlineWords(title))), { blocks, sections })
  const language = languageDifference(node, { language: bookLanguage })
  return { ...naming, title, subtitle, anchors, ...language, blocks, sections }
}

interface Content {
  readonly blocks: readonly Block[]
  readonly sections: readonly Section[]
}

/** A glossary, bibliography or index without such a list, and a dedication with more than words, is an ordinary piece. */
function settle(naming: Naming, content: Content): Naming {
  const { kind } = naming
  const holds = (name: Block['kind']) => allBlocks(content).some((block) => block.kind === name)
  if (kind === 'dedication') {
    const isPlain =
      content.sections.length === 0 &&
      allBlocks(content).every((block) => /^(paragraph|quotation|lines)$/.test(block.kind))
    return isPlain ? naming : { kind: 'preface', role: 'dedication' }
  }
  if (kind === 'glossary' && !holds('definitions')) return { kind: 'appendix', role: 'glossary' }
  if (kind === 'bibliography' && !holds('bibliography')) return { kind: 'appendix', role: 'bibliography' }
  if (kind === 'index' && !holds('index')) return { kind: 'appendix', role: 'index' }
  return naming
}

function allBlocks({ blocks, sections }: Content): Block[] {
  const inner = (block: Block): Block[] => [block, ...innerBlocks(block).flatMap(inner)]
  return [...blocks.flatMap(inner), ...sections.flatMap(allBlocks)]
}

function toSection(node: OutlineNode, parent: TextLanguage): Section {
  const { title, subtitle, anchors, blocks } = node
  const language = node.language === undefined ? undefined : languageDifference(node, parent)
  return {
    title,
    subtitle,
    anchors,
    ...language,
    blocks,
    sections: node.children.map((child) => toSection(child, node)),
  }
}
