import { expect, test } from 'vitest'
import { mapBlocks } from '../../src/index.ts'
import { readBody } from '../support/epub-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const BODY =
  '<p>a</p><ul><li>a</li></ul><dl><dt>t</dt><dd>a</dd></dl><table><thead><tr><th>a</th></tr></thead><tr><td>a</td></tr></table><blockquote><p>a</p></blockquote><aside><p>a</p></aside><section><h2>s</h2><p>a</p></section>'

test('reaches every block, the inner ones first, and takes what it is given in their place', async () => {
  const { book } = await readBody(BODY)
  const seen: string[] = []
  const doubled = mapBlocks(book, (block) => {
    seen.push(block.kind)
    return block.kind === 'paragraph' ? [block, { ...block, content: [{ kind: 'text', text: 'b' }] }] : [block]
  })
  expect(showBlocks(doubled.body)).toEqual([
    'p: a',
    'p: b',
    'ul(p: a | p: b)',
    'dl(t = p: a | p: b)',
    'table(!1x1 p: a | p: b / 1x1 p: a | p: b / )',
    'quote(p: a | p: b)',
    'sidebar(p: a | p: b)',
    'p: a',
    'p: b',
  ])
  expect(seen.slice(1, 3)).toEqual(['paragraph', 'list'])
  expect(showBlocks(mapBlocks(book, () => []).body)).toEqual([])
})
