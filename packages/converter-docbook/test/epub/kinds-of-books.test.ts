import { expect, test } from 'vitest'
import { page, readParts } from '../support/epub-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const li = (href: string, title: string, children = '') =>
  `<li><a href="${href}">${title}</a>${children === '' ? '' : `<ol>${children}</ol>`}</li>`

test('a textbook of a layout program: numbers over titles, captions, boxes and references to other files', async () => {
  const chapter = (n: number, title: string, body: string) =>
    page(
      `<div id="_idContainer00${n}" class="Basic-Text-Frame"><p class="Chapter-Number">${n}</p><h1 class="Chapter-Title"><a id="_idTextAnchor00${n}"></a>${title}</h1>${body}</div>`,
    )
  const { book } = await readParts({
    files: {
      'c1.xhtml': chapter(
        1,
        'Cells',
        '<p>See <a href="c2.xhtml#fig">Figure 2</a> and <a href="c2.xhtml#tab">Table 2</a>.</p>',
      ),
      'c2.xhtml': chapter(
        2,
        'Blood',
        '<div class="_idGenObjectLayout-1"><div id="fig" class="Basic-Graphics-Frame"><img src="f.png" alt="plot"/></div></div><p class="Figure-Caption">Figure 2</p><p class="Table-Title"><a id="tab"></a>Table 2</p><table><tbody><tr><td><p>a</p></td></tr></tbody></table><div class="Basic-Text-Frame Box"><p class="Box-Head">Box 2</p></div>',
      ),
      'f.png': PNG,
    },
    toc: li('c1.xhtml#_idTextAnchor001', '1 Cells') + li('c2.xhtml#_idTextAnchor002', '2 Blood'),
  })
  expect(showBody(book.body)).toEqual(['chapter 1 Cells', 'chapter 2 Blood'])
  expect(showBlocks(book.body)).toEqual([
    'p: See [Figure 2](OEBPS/c2.xhtml#fig) and [Table 2](OEBPS/c2.xhtml#tab).',
    'figure "Figure 2"(!OEBPS/f.png"plot")',
    'table "#tab;Table 2"( / 1x1 p: a / )',
    'sidebar(p: Box 2)',
  ])
})

test('an ePub 2 with an NCX, in ISO 8859-1 with entities of its own, split by size, whose titles are bold paragraphs', async () => {
  const old = (body: string) =>
    Buffer.from(
      `<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1-strict.dtd" [<!ENTITY pub "Soci\u00e9t\u00e9">]><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Unknown</title></head><body class="calibre">${body}</body></html>`,
      'latin1',
    )
  const point = (href: string, title: string, children = '') =>
    `<navPoint><navLabel><text>${title}</text></navLabel><content src="${href}"/>${children}</navPoint>`
  const { book } = await readParts({
    files: {
      'i_split_000.html': old(
        '<p id="filepos1" class="calibre2"><b>PREMI\u00c8RE PARTIE</b></p><p id="filepos2"><b><font size="5">I</font></b></p><p>&pub; &eacute;t&eacute;<a href="i_split_001.html#n1" id="b1"><sup>1</sup></a></p>',
      ),
      'i_split_001.html': old(
        '<p><b>II</b></p><p>L\u2019autre</p><p id="n1"><a href="i_split_000.html#b1">1</a>. Note</p>'.replace(
          '\u2019',
          '&#8217;',
        ),
      ),
    },
    spine: ['i_split_000.html', 'i_split_001.html'],
    ncx: point(
      'i_split_000.html#filepos1',
      'Premi\u00e8re partie',
      point('i_split_000.html#filepos2', 'I') + point('i_split_001.html', 'II'),
    ),
  })
  expect(showBody(book.body)).toEqual(['chapter <strong>PREMI\u00c8RE PARTIE</>', '  <strong>I</>', '  <strong>II</>'])
  expect(showBlocks(book.body)).toEqual([
    'p: Soci\u00e9t\u00e9 \u00e9t\u00e9#b1;{p: [1](OEBPS/i_split_000.html#b1). Note}',
    'p: L\u2019autre',
  ])
})

test('one large page is split at the places of the table of contents, in nested elements and in cells', async () => {
  const numbers = Array.from({ length: 30 }, (_, i) => i + 1)
  const chapter = (n: number) =>
    `<div class="chapter"><div class="titlepage"><div><h3><a id="c${n}"></a>Chapter ${n}. Of Things</h3></div></div><p>text ${n}</p><table><tr><td><h4 id="t${n}">List ${n}</h4><p>cell ${n}</p></td></tr></table></div>`
  const { book, warnings } = await readParts({
    files: { 'big.xhtml': page(`<div class="book"><div>${numbers.map(chapter).join('')}</div></div>`) },
    toc: numbers
      .map((n) => li(`big.xhtml#c${n}`, `Chapter ${n}. Of Things`, li(`big.xhtml#t${n}`, `List ${n}`)))
      .join(''),
  })
  expect(showBody(book.body)).toEqual(numbers.flatMap((n) => [`chapter Chapter ${n}. Of Things`, `  List ${n}`]))
  expect(showBlocks(book.body)).toEqual(
    numbers.flatMap((n) => [`p: text ${n}`, `table( / 1x1 h: List ${n} | p: cell ${n} / )`]),
  )
  expect(warnings.filter(({ code }) => code.startsWith('toc'))).toEqual([])
})
