import { expect, test } from 'vitest'
import { page, readParts } from '../support/epub-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

/** A package document written by hand. */
const packageOf = (manifest: string, spine: string): string =>
  `<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title id=" t ">A Book</dc:title><meta refines="#t " property=" title-type ">main</meta><dc:language>en</dc:language></metadata><manifest>${manifest}</manifest>${spine}</package>`

const NCX =
  '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>One</text></navLabel><content src=" c1.xhtml "/></navPoint></navMap></ncx>'

test('white space around ids, references and types means nothing', async () => {
  const manifest =
    '<item id=" one " href=" c1.xhtml\n" media-type=" application/xhtml+xml "/><item id="foreign" href="x.bin" media-type="application/x-thing" fallback=" two "/><item id="two" href="c2.xhtml" media-type="application/xhtml+xml"/><item id=" toc" href="toc.ncx" media-type="text/plain"/>'
  const spine = '<spine toc=" toc "><itemref idref=" one"/><itemref idref="foreign " linear=" no "/></spine>'
  const { book, warnings } = await readParts({
    files: { 'c1.xhtml': page('<p>first</p>'), 'c2.xhtml': page('<p>second</p>'), 'toc.ncx': NCX, 'x.bin': '0' },
    zip: { 'OEBPS/content.opf': packageOf(manifest, spine) },
  })
  expect(warnings).toEqual([])
  expect(showBlocks(book.body)).toEqual(['p: first', 'p: second'])
  expect(showBody(book.body)[0]).toBe('chapter One')
})

test('a file that stands twice in the reading order is read once, at its first place', async () => {
  const files = { 'a.xhtml': page('<p>a</p>'), 'b.xhtml': page('<p>b</p>') }
  const { book, warnings } = await readParts({ files, spine: ['a.xhtml', 'b.xhtml', 'a.xhtml'] })
  expect(showBlocks(book.body)).toEqual(['p: a', 'p: b'])
  expect(warnings.filter(({ code }) => code === 'spine_item_repeated')).toHaveLength(1)
})

test('a file that stands outside the reading order and in it is read at its place in it', async () => {
  const files = { 'a.xhtml': page('<p>a</p>'), 'b.xhtml': page('<p>b</p>'), 'c.xhtml': page('<p>c</p>') }
  const spine = ['b.xhtml linear="no"', 'a.xhtml', 'b.xhtml', 'c.xhtml', 'c.xhtml linear="no"']
  const { book } = await readParts({ files, spine })
  expect(showBlocks(book.body)).toEqual(['p: a', 'p: b', 'p: c'])
})
