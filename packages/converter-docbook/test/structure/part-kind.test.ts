import { expect, test } from 'vitest'
import type { OutlineNode } from '../../src/structure/outline.ts'
import { isPart } from '../../src/structure/part-kind.ts'

const node = (title: string, given: Partial<OutlineNode> = {}): OutlineNode => ({
  level: 1,
  title: [{ kind: 'text', text: title }],
  subtitle: undefined,
  anchors: [],
  types: [],
  matter: undefined,
  rank: 1,
  isFromToc: true,
  groupsEntries: false,
  isDocumentStart: true,
  path: title,
  language: undefined,
  blocks: [],
  children: [],
  ...given,
})

const long = [{ kind: 'paragraph' as const, content: [{ kind: 'text' as const, text: 'word '.repeat(2000) }] }]

test.each([
  ['its type says so', node('One', { types: ['part'], children: [node('x')] }), true],
  ['its title says so', node('Part II. The Sea', { children: [node('x')] }), true],
  ['its children are chapters', node('The Sea', { children: [node('Chapter 1')] }), true],
  [
    'a page with little text over long files',
    node('The Sea', { children: [node('a', { blocks: long }), node('b', { blocks: long })] }),
    true,
  ],
  [
    'a chapter with sections',
    node('Chapter 1', { children: [node('a', { blocks: long }), node('b', { blocks: long })] }),
    false,
  ],
  ['nothing under it', node('Part I'), false],
  [
    'a chapter whose text comes first',
    node('The Sea', { blocks: long, children: [node('a', { blocks: long }), node('b', { blocks: long })] }),
    false,
  ],
])('%s', (_, piece, expected) => {
  expect(isPart(piece)).toBe(expected)
})
