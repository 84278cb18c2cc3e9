import { inlineWords } from '../../structure/inline-words.ts'
import { titleWords } from '../../structure/title-words.ts'
import type { BibliographyList, Block, Inline, List } from '../../tree/book.ts'
import type { Item } from './build-outline.ts'

const TITLE =
  /^([\divx]+ )?(references( and notes)?|bibliography|works cited|literature cited|literatur(verzeichnis)?|bibliographie|références( bibliographiques)?|bibliografía|referencias|bibliografia|参考文献|참고문헌)$/
const BRACKETED = /^\s*\[\d+\]\s*$/
/** So many numbered pieces below such a title are references, or so many paragraphs that name a year. */
const LEAST_ENTRIES = 3
const YEAR = /(?<!\d)(1[4-9]|20)\d{2}(?!\d)/
/** At least this share of paragraphs name one. */
const MOST_NAME_YEARS = 0.8

const SPACE: Inline = { kind: 'text', text: ' ' }

type Paragraph = Extract<Block, { kind: 'paragraph' }>
type BibliographyEntry = BibliographyList['entries'][number]

/** What the pieces of a list are and the labels that they had. */
export interface Labelled {
  readonly labels: ReadonlyArray<string | undefined>
  readonly items: ReadonlyArray<List['items'][number]>
}

/**
 * A list whose labels are numbers in square brackets, as references: what cites them has the same labels, so they stay
 * with their entries.
 */
export function bracketedReferences({ labels, items }: Labelled): BibliographyList | undefined {
  const areBracketed = labels.every((label) => label !== undefined && BRACKETED.test(label))
  return areBracketed && items.length > 0 ? toReferences({ labels, items }) : undefined
}

/** Whether a title says that references stand below it. */
export function isReferencesTitle(title: readonly Inline[]): boolean {
  return TITLE.test(titleWords(inlineWords(title)))
}

/** Numbered lists below a title like "References", and paragraphs that name years, as references. */
export function withReferences(items: readonly Item[]): Item[] {
  const found: Item[] = []
  let paragraphs: Paragraph[] = []
  let isBelowTitle = false
  const close = () => {
    found.push(...datedReferences(paragraphs).map((block) => ({ block })))
    paragraphs = []
  }
  for (const item of items) {
    if ('block' in item && isBelowTitle && item.block.kind === 'paragraph') {
      paragraphs.push(item.block)
      continue
    }
    close()
    if ('heading' in item) isBelowTitle = isReferencesTitle(item.title)
    found.push('block' in item && isBelowTitle ? { block: numberedReferences(item.block) } : item)
  }
  close()
  return found
}

/** Paragraphs from the first that names a year to the last; those that begin with a small letter go on from the one before. */
function datedReferences(paragraphs: readonly Paragraph[]): Block[] {
  const isDated = ({ content }: Paragraph) => YEAR.test(inlineWords(content))
  const first = paragraphs.findIndex(isDated)
  const end = paragraphs.findLastIndex(isDated) + 1
  const entries: BibliographyEntry[] = []
  for (const { content, anchors = [] } of paragraphs.slice(Math.max(0, first), end)) {
    const last = entries.at(-1)
    if (last !== undefined && /^\p{Ll}/u.test(inlineWords(content).trimStart()))
      entries[entries.length - 1] = {
        anchors: [...(last.anchors ?? []), ...anchors],
        content: [...last.content, SPACE, ...content],
      }
    else entries.push({ anchors, content })
  }
  const dated = entries.filter(({ content }) => YEAR.test(inlineWords(content)))
  if (dated.length < Math.max(LEAST_ENTRIES, MOST_NAME_YEARS * entries.length)) return [...paragraphs]
  return [...paragraphs.slice(0, first), { kind: 'bibliography', entries }, ...paragraphs.slice(end)]
}

function numberedReferences(block: Block): Block {
  if (block.kind !== 'list' || !block.ordered || block.items.length < LEAST_ENTRIES) return block
  if (block.numeration !== undefined && block.numeration !== 'arabic') return block
  const labels = block.items.map((_, i) => `${(block.start ?? 1) + i}.`)
  return toReferences({ labels, items: block.items }) ?? block
}

/** Undefined when an entry is more than paragraphs; several of them are what a page end has divided. */
function toReferences({ labels, items }: Labelled): BibliographyList | undefined {
  const entries = items.map(({ anchors = [], blocks }, i) => {
    const paragraphs = blocks.filter((block) => block.kind === 'paragraph')
    if (paragraphs.length < blocks.length) return undefined
    const content = paragraphs.flatMap((paragraph, k) => [...(k > 0 ? [SPACE] : []), ...paragraph.content])
    const label: Inline = { kind: 'text', text: `${labels[i]?.trim() ?? ''} ` }
    return {
      anchors: [...anchors, ...paragraphs.flatMap((paragraph) => paragraph.anchors ?? [])],
      content: [label, ...content],
    }
  })
  const whole = entries.filter((entry) => entry !== undefined)
  return whole.length === items.length ? { kind: 'bibliography', entries: whole } : undefined
}
