import type { Block, Image, Inline } from '../../tree/book.ts'
import { attribute, findElement, type XmlElement, type XmlNode } from '../xml/element.ts'
import { anchorOfId, type DocumentContext } from './document-context.ts'
import { inLanguage, keepingLanguage } from './text-language.ts'

/**
 * Reads `figure`: its pictures, with the caption as title and what else it holds as further text. A figure of something
 * else (a table, a listing) is that thing, with the caption as its title where it can have one.
 */
export function readFigure(element: XmlElement, context: DocumentContext): Block[] {
  const { captions, others } = split(element)
  const caption = captions.map((one) => readCaption(one, context))
  const title = caption[0]?.title ?? []
  const legend = caption.flatMap(({ rest }, i) => [...(i === 0 ? [] : paragraph(caption[i]?.title ?? [])), ...rest])
  const blocks = context.readBlocks(others)
  const anchors = captions.flatMap((one) => {
    const id = attribute(one, 'id')
    return id === undefined ? [] : [anchorOfId(context, id)]
  })
  const pictures = blocks.filter(
    (block) => block.kind === 'figure' && block.title.length === 0 && block.blocks.length === 0,
  )
  if (pictures.length > 0) return [figureOf({ title, anchors, legend, blocks })]
  return titled(blocks, { title, anchors, legend })
}

function split(element: XmlElement): { captions: XmlElement[]; others: XmlNode[] } {
  const captions: XmlElement[] = []
  const others: XmlNode[] = []
  for (const child of element.children) {
    if (typeof child !== 'string' && child.name === 'figcaption') captions.push(child)
    else if (
      typeof child !== 'string' &&
      child.name !== 'figure' &&
      child.name !== 'table' &&
      findElement(child, 'figcaption')
    ) {
      const inner = split(child)
      captions.push(...inner.captions)
      others.push({ ...child, children: inner.others })
    } else others.push(child)
  }
  return { captions, others }
}

/** The first block of a caption is the title, the others explain. */
function readCaption(caption: XmlElement, context: DocumentContext): { title: readonly Inline[]; rest: Block[] } {
  const blocks = context.readBlocks(keepingLanguage(caption, 'div'))
  const [first, ...rest] = blocks
  const isText = first?.kind === 'paragraph' || first?.kind === 'bridgehead'
  if (!isText) return { title: [], rest: blocks }
  const anchors = (first.anchors ?? []).map((anchor): Inline => ({ kind: 'anchor', anchor }))
  return { title: [...anchors, ...inLanguage(first.content, first)], rest }
}

const paragraph = (content: readonly Inline[]): Block[] =>
  content.length === 0 ? [] : [{ kind: 'paragraph', content }]

interface Parts {
  readonly title: readonly Inline[]
  readonly anchors: readonly string[]
  readonly legend: readonly Block[]
}

function figureOf({ title, anchors, legend, blocks }: Parts & { blocks: readonly Block[] }): Block {
  const images: Image[] = []
  const found = [...anchors]
  const others: Block[] = []
  for (const block of blocks) {
    if (block.kind === 'figure' && block.title.length === 0 && block.blocks.length === 0) {
      images.push(...block.images)
      found.push(...(block.anchors ?? []))
    } else others.push(block)
  }
  return { kind: 'figure', title, anchors: found, images, blocks: [...others, ...legend] }
}

function titled(blocks: readonly Block[], { title, anchors, legend }: Parts): Block[] {
  const anchored = anchors.length > 0 && blocks.length > 0 ? anchors : []
  const [only, ...more] = blocks
  const takesTitle = only !== undefined && more.length === 0 && 'title' in only && (only.title ?? []).length === 0
  if (takesTitle && only.kind !== 'figure') {
    const block = { ...only, title } as Block
    return [
      anchored.length > 0 && block.kind !== 'bibliography' && block.kind !== 'index'
        ? { ...block, anchors: [...anchored, ...(block.anchors ?? [])] }
        : block,
      ...legend,
    ]
  }
  const heading: Block[] = title.length === 0 ? [] : [{ kind: 'bridgehead', anchors, content: title }]
  return [...blocks, ...heading, ...legend]
}
