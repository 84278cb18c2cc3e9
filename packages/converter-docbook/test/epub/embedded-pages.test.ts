import { expect, test } from 'vitest'
import { page, readParts } from '../support/epub-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

type Parts = Parameters<typeof readParts>[0]

const blocks = async (parts: Parts) => showBlocks((await readParts(parts)).book.body)

test('a page that only a frame, an object or an embed shows is read in its place', async () => {
  const { book, warnings } = await readParts({
    files: {
      'c1.xhtml': page(
        '<p>a</p><iframe src="in/b.xhtml">No frames here.</iframe><p>c</p><object data="in/d.xhtml" type="text/html"><p>No objects.</p></object><embed src="in/e.xhtml"/>',
      ),
      'in/b.xhtml': page('<p id="x">b <a href="d.xhtml#y">to d</a></p><img src="p.png" alt="a map"/>'),
      'in/d.xhtml': page('<p id="y">d</p>'),
      'in/e.xhtml': page('<p>e</p>'),
      'in/p.png': 'x',
    },
    spine: ['c1.xhtml'],
  })
  expect(showBlocks(book.body)).toEqual([
    'p: a',
    'p: b [to d](OEBPS/in/d.xhtml#y)',
    'figure(!OEBPS/in/p.png"a map")',
    'p: c',
    'p: d',
    'p: e',
  ])
  expect(warnings.filter(({ code }) => code === 'page_embedded')).toHaveLength(3)
  expect(warnings.map(({ code }) => code)).not.toContain('link_broken')
})

test('a frame in a line of text gives its words', async () => {
  const files = { 'c1.xhtml': page('<p>a <span><iframe src="b.xhtml"/></span> c</p>'), 'b.xhtml': page('<p>b</p>') }
  expect(await blocks({ files, spine: ['c1.xhtml'] })).toEqual(['p: a #OEBPS/b.xhtml;b c'])
})

test('a page is read once, and one of the reading order at its own place', async () => {
  const files = {
    'c1.xhtml': page('<p>1</p><iframe src="b.xhtml"/><iframe src="b.xhtml"/><iframe src="c2.xhtml"/>'),
    'c2.xhtml': page('<p>2</p>'),
    'b.xhtml': page('<p>b</p><iframe src="b.xhtml"/><iframe src="d.xhtml"/>'),
    'd.xhtml': page('<p>d</p><iframe src="b.xhtml"/><iframe src="c1.xhtml"/>'),
  }
  expect(await blocks({ files, spine: ['c1.xhtml', 'c2.xhtml'] })).toEqual(['p: 1', 'p: b', 'p: d', 'p: 2'])
})

test('the table of contents leads into a page that a frame shows', async () => {
  const { book } = await readParts({
    files: {
      'c1.xhtml': page('<h1>One</h1><p>1</p><iframe src="b.xhtml"/>'),
      'b.xhtml': page('<h1>Two</h1><p>2</p>'),
    },
    spine: ['c1.xhtml'],
    toc: '<li><a href="c1.xhtml">One</a></li><li><a href="b.xhtml">Two</a></li>',
  })
  expect(showBody(book.body)).toEqual(['chapter One', 'chapter Two'])
})
