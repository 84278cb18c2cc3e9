import type { Block, Component, ComponentKind, Inline, Section } from '../../tree/book.ts'

/** A piece of the book in reading order. */
export type Item =
  | {
      readonly heading: number
      readonly title: readonly Inline[]
      readonly text: string
      readonly anchors: readonly string[]
    }
  | { readonly block: Block }

interface Open {
  readonly depth: number
  readonly section: {
    title: readonly Inline[]
    anchors: readonly string[]
    text: string
    blocks: Block[]
    sections: Section[]
  }
}

/** Components and nested sections from headings and blocks; what stands before the first heading is the front matter. */
export function buildBody(items: readonly Item[], documentTitle: string): Component[] {
  const top = Math.min(...items.flatMap((item) => ('heading' in item ? [item.heading] : [])))
  const front: Block[] = []
  const components: Open['section'][] = []
  let stack: Open[] = []
  for (const item of items) {
    if ('block' in item) (stack.at(-1)?.section.blocks ?? front).push(item.block)
    else {
      const section = { title: item.title, anchors: item.anchors, text: item.text, blocks: [], sections: [] }
      stack = stack.filter(({ depth }) => depth < item.heading)
      const parent = stack.at(-1)
      if (parent === undefined || item.heading === top) components.push(section)
      else parent.section.sections.push(section)
      stack.push({ depth: item.heading, section })
    }
  }
  const titled = components.map(({ text, ...rest }) => ({ kind: kindOf(text), ...rest }))
  return withFront(front, titled, documentTitle)
}

function withFront(blocks: readonly Block[], components: readonly Component[], documentTitle: string): Component[] {
  if (blocks.length === 0 && components.length > 0) return [...components]
  if (components.length > 0)
    return [{ kind: 'preface', role: 'front-matter', title: [], anchors: [], blocks, sections: [] }, ...components]
  const title: Inline[] = documentTitle === '' ? [] : [{ kind: 'text', text: documentTitle }]
  return [{ kind: 'chapter', title, anchors: [], blocks, sections: [] }]
}

const KINDS: ReadonlyArray<readonly [pattern: RegExp, kind: ComponentKind]> = [
  [
    /^(preface|foreword|acknowledge?ments?|about (the|this)|copyright|title page|cover|introduction by|vorwort|préface|avant-propos)/i,
    'preface',
  ],
  [/^(appendix|annex|anhang|annexe)\b/i, 'appendix'],
]

/** What the words of a title say about the component. */
function kindOf(title: string): ComponentKind {
  return KINDS.find(([pattern]) => pattern.test(title.trim()))?.[1] ?? 'chapter'
}
