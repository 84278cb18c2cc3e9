import { describe, expect, test } from 'vitest'
import { page, readBody, readParts } from '../support/epub-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

describe('links inside the book', () => {
  test('lead to ids, names and whole files, percent-decoded and relative', async () => {
    const { book, warnings } = await readParts({
      files: {
        'text/a b.xhtml': page(
          '<p><a href="#x">1st</a> <a href="../c.xhtml">2nd</a> <a href="../c.xhtml#%C3%A9">3rd</a></p><p><a name="x"/>x</p>',
        ),
        'c.xhtml': page('<p id="é">c <a href="text/a%20b.xhtml#x">up</a></p>'),
      },
    })
    expect(showBlocks(book.body)).toEqual([
      'p: [1st](OEBPS/text/a b.xhtml#x) [2nd](OEBPS/c.xhtml) [3rd](OEBPS/c.xhtml#é)',
      'p: #x;x',
      'p: c [up](OEBPS/text/a b.xhtml#x)',
    ])
    expect(warnings.map((warning) => warning.code)).toEqual(['toc_missing'])
  })

  test('that lead nowhere keep their text, with one warning each', async () => {
    const { book, warnings } = await readBody('<p><a href="#gone">a</a>\n<a href="other.xhtml">b</a></p>')
    expect(showBlocks(book.body)).toEqual(['p: a b'])
    expect(warnings.filter((warning) => warning.code === 'link_broken').map((warning) => warning.place)).toEqual([
      'OEBPS/c1.xhtml:2',
      'OEBPS/c1.xhtml:3',
    ])
  })

  test('lead to the page where it lacks the place, and to the page by the id of its html or title', async () => {
    const { book, warnings } = await readParts({
      files: {
        'a.xhtml': page('<p><a href="b.xhtml#gone">1</a> <a href="b.xhtml#root">2</a> <a href="b.xhtml#t">3</a></p>'),
        'b.xhtml': page('<p>b</p>').replace('<html', '<html id="root"').replace('<title', '<title id="t"'),
      },
    })
    expect(showBlocks(book.body)[0]).toBe('p: [1](OEBPS/b.xhtml) [2](OEBPS/b.xhtml#root) [3](OEBPS/b.xhtml#t)')
    expect(warnings.filter(({ code }) => code === 'link_broken')).toHaveLength(1)
  })

  test('lead to the beginning where they led to the page of contents, which a package has not', async () => {
    const { book, warnings } = await readParts({
      files: {
        'a.xhtml': page('<h1>A</h1><p>a</p>'),
        'b.xhtml': page('<h1>B</h1><p><a href="nav.xhtml">Contents</a></p>'),
      },
      toc: '<li><a href="a.xhtml">A</a></li><li><a href="b.xhtml">B</a></li>',
    })
    expect(showBlocks(book.body)).toEqual(['p: a', 'p: [Contents](OEBPS/nav.xhtml)'])
    expect(book.body[0]?.anchors).toContain('OEBPS/nav.xhtml')
    expect(warnings).toEqual([])
  })

  test('ids are found wherever they stand', async () => {
    const ids = [
      'div',
      'p',
      'li',
      'td',
      'span',
      'img',
      'figure',
      'caption',
      'table',
      'dt',
      'dd',
      'h2',
      'section',
      'math',
      'br',
      'pre',
      'ul',
      'tr',
      'empty',
      'last',
    ]
    const links = ids.map((id) => `<a href="#${id}">to ${id}</a>`).join(' ')
    const { warnings } = await readBody(
      `<p>${links}</p><div id="div"><p id="p">a<span id="span">b</span><br id="br"/></p></div><ul id="ul"><li id="li">c</li></ul>` +
        '<figure id="figure"><img id="img" src="a.png"/><figcaption>f</figcaption></figure>' +
        '<table id="table"><caption id="caption">t</caption><tr id="tr"><td id="td">d</td></tr></table>' +
        '<dl><dt id="dt">t</dt><dd id="dd">u</dd></dl><section id="section"><h2 id="h2">H</h2><pre id="pre">x</pre></section>' +
        '<p><math id="math" xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p><div id="empty"/><p>z</p><span id="last"/>',
      { 'a.png': Buffer.from('x') },
    )
    expect(warnings.filter((warning) => warning.code !== 'toc_missing')).toEqual([])
  })

  test('an id that stands twice is one place', async () => {
    const { book } = await readBody('<p><a href="#x">a</a></p><p id="x">b</p><p id="x">c</p>')
    const anchors = book.body
      .flatMap((piece) => (piece.kind === 'part' ? [] : piece.blocks))
      .flatMap((block) => ('anchors' in block ? (block.anchors ?? []) : []))
    expect(anchors.filter((anchor) => anchor === 'OEBPS/c1.xhtml#x')).toHaveLength(1)
  })
})

describe('links out of the book', () => {
  test('stay, but for scripts and files of the author', async () => {
    const { book, warnings } = await readBody(
      '<p><a href="http://a.example/?x=1&amp;y">a</a> <a href="mailto:b@c">b</a> <a href="javascript:x()">c</a> <a href="file:///etc/passwd">d</a></p>',
    )
    expect(showBlocks(book.body)).toEqual(['p: [a](http://a.example/?x=1&y) [b](mailto:b@c) c d'])
    expect(warnings.filter((warning) => warning.code === 'link_dropped')).toHaveLength(2)
  })
})

test('a link around blocks stays on their text', async () => {
  const { book } = await readBody('<a href="http://x.example"><div><p>a</p></div><p>b</p></a>')
  expect(showBlocks(book.body).at(-1)).toBe('p: [b](http://x.example)')
})
