import { expect, test } from 'vitest'
import { page, readBody, readParts } from '../support/epub-builder.ts'
import { showBlocks, showInlines } from '../support/show-tree.ts'

const blocks = async (body: string) => showBlocks((await readBody(body)).book.body)

test('a paragraph, a list, a quotation and a table keep the language that they or what is around them state', async () => {
  expect(
    await blocks(
      '<p lang="fr">un</p><div xml:lang="la"><p>duo</p><ul><li>tres</li></ul></div><blockquote lang="de"><p>vier</p></blockquote><table lang="es"><tr><td>cinco</td></tr></table><p>six</p>',
    ),
  ).toEqual([
    '@fr p: un',
    '@la p: duo',
    '@la ul(p: tres)',
    '@de quote(p: vier)',
    '@es table( / 1x1 p: cinco / )',
    'p: six',
  ])
})

test('words in a line keep it, by the mark that they have or by one of their own', async () => {
  expect(
    await blocks(
      '<p>a <i lang="la">b</i> <span xml:lang="fr">c <b>d</b></span> <span lang="he" dir="rtl">e</span> <bdo dir="rtl">f</bdo></p>',
    ),
  ).toEqual(['p: a <emphasis@la>b</> <plain@fr>c <strong>d</></> <plain@he@rtl>e</> <plain@rlo>f</>'])
})

test('what is said already is not said again, and a tag that is none says nothing', async () => {
  expect(
    await blocks('<p lang="EN">a <i lang="en">b</i> <span lang="">c</span> <span lang="x y" dir="auto">d</span></p>'),
  ).toEqual(['p: a <emphasis>b</> c d'])
  expect(await blocks('<div lang="fr"><p lang="en">a</p><p lang="fr">b <span lang="en">c</span></p></div>')).toEqual([
    'p: a',
    '@fr p: b <plain@en>c</>',
  ])
})

test('items, cells, terms, definitions, captions and names of a quotation keep it', async () => {
  expect(
    await blocks(
      '<ul><li lang="fr">a</li></ul><table><caption lang="de">b</caption><tr><td lang="la"><p>c</p><p>d</p></td><td dir="rtl">e</td></tr></table><dl><dt lang="el">f</dt><dd lang="it">g</dd></dl><blockquote><p>h</p><footer lang="es">i</footer></blockquote>',
    ),
  ).toEqual([
    'ul(@fr p: a)',
    'table "<plain@de>b</>"( / 1x1 @la p: c | @la p: d, 1x1 @rtl p: e / )',
    'dl(<plain@el>f</> = @it p: g)',
    'quote(p: h -- <plain@es>i</>)',
  ])
})

test('a caption and the heading of an aside keep the language of their words', async () => {
  expect(
    await blocks(
      '<figure><table><tr><td>a</td></tr></table><figcaption lang="fr"><p>b</p></figcaption></figure><aside><h3 lang="de">c</h3><p>d</p></aside>',
    ),
  ).toEqual(['table "<plain@fr>b</>"( / 1x1 p: a / )', 'sidebar "<plain@de>c</>"(p: d)'])
})

test('text that runs from right to left says so, by attribute or style', async () => {
  expect(await blocks('<p dir="rtl">a <span dir="ltr">b</span></p><p style="direction: rtl">c</p>')).toEqual([
    '@rtl p: a <plain@ltr>b</>',
    '@rtl p: c',
  ])
})

test('a page in another language and direction is a piece in it; a section and a title keep theirs', async () => {
  const files = {
    'c1.xhtml': page('<h1>One</h1><section lang="fr"><h2>Deux</h2><p>a</p></section>'),
    'c2.xhtml': page('<h1>Drei</h1><p>b</p><p lang="en">c</p>', 'xml:lang="ar" dir="rtl"'),
  }
  const { book } = await readParts({ files })
  const [one, two] = book.body
  if (one?.kind !== 'chapter' || two?.kind !== 'chapter') throw new Error('no chapters')
  expect([one.language, one.direction, two.language, two.direction]).toEqual([undefined, undefined, 'ar', 'rtl'])
  expect(one.sections.map(({ title }) => showInlines(title))).toEqual(['<plain@fr>Deux</>'])
  expect(showBlocks(book.body)).toEqual(['@fr p: a', 'p: b', '@en p: c'])
})

test('a note keeps its language where it is called', async () => {
  expect(
    await blocks(
      '<p>a<a epub:type="noteref" href="#n">1</a></p><aside epub:type="footnote" id="n" lang="fr"><p>b</p></aside>',
    ),
  ).toEqual(['p: a{@fr p: b}'])
})
