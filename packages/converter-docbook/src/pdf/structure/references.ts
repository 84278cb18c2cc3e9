import { inlineWords } from '../../structure/inline-words.ts'
import { titleWords } from '../../structure/title-words.ts'
import type { BibliographyList, Block, Inline, List } from '../../tree/book.ts'
import type { Item } from './build-outline.ts'

const TITLE =
  /^([\divx]+ )?(references( and notes)?|bibliography|works cited|literature cited|literatur(verzeichnis)?|bibliographie|références( bibliographiques)?|bibliografía|referencias|bibliografia|参考文献|참고문헌)$/
const BRACKETED = /^\s*\[\d+\]\s*$/
/** So many numbered pieces below such a title are references. */
const LEAST_ENTRIES = 3

const SPACE: Inline = { kind: 'text', text: ' ' }

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

/** Numbered lists below a title like "References" as references. */
export function withReferences(items: readonly Item[]): Item[] {
  let isBelowTitle = false
  return items.map((item) => {
    if ('heading' in item) isBelowTitle = isReferencesTitle(item.title)
    return 'block' in item && isBelowTitle ? { block: numberedReferences(item.block) } : item
  })
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
