import { describe, expect, test } from 'vitest'
import { readBody } from '../support/epub-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

async function blocks(body: string, files = {}): Promise<string[]> {
  const { book } = await readBody(body, { 'a.png': PNG, 'b.png': PNG, ...files })
  return showBlocks(book.body)
}

describe('paragraphs', () => {
  test('text directly in containers becomes paragraphs', async () => {
    expect(await blocks('one <div>two<p>three</p> four <b>five</b></div> six')).toEqual([
      'p: one',
      'p: two',
      'p: three',
      'p: four <strong>five</>',
      'p: six',
    ])
  })

  test('white space collapses over element borders, no-break spaces and soft hyphens stay', async () => {
    expect(await blocks('<p> a  <i> b </i>\n c&nbsp;&nbsp;d e&shy;f </p>')).toEqual([
      'p: a <emphasis>b</> c\u00a0\u00a0d e\u00adf',
    ])
  })

  test('nested spans without meaning are flattened', async () => {
    expect(await blocks('<p><span><span class="x">a</span><span>b</span></span></p>')).toEqual(['p: ab'])
  })

  test('a line break keeps the words on both sides apart and vanishes at the ends', async () => {
    expect(await blocks('<p><br/>a<br/>b<br/></p>')).toEqual(['p: a /b'])
    expect(await blocks('<p>a <br/><a href="https://x.org/"><br/> b </a>c</p>')).toEqual([
      'p: a //[b](https://x.org/) c',
    ])
  })

  test('empty paragraphs and rules are dropped', async () => {
    expect(await blocks('<p> </p><hr/><p>&#160;</p><p>a</p>')).toEqual(['p: a'])
  })

  test('scripts, styles and templates are dropped, fallback text of canvas and noscript stays', async () => {
    expect(
      await blocks('<script>x</script><style>y</style><template>z</template><canvas>c</canvas><noscript>n</noscript>'),
    ).toEqual(['p: cn'])
  })

  test('details keep their summary', async () => {
    expect(await blocks('<details><summary>S</summary><p>D</p></details>')).toEqual(['p: S', 'p: D'])
  })
})

describe('inline markup', () => {
  test('keeps what sets text off', async () => {
    expect(
      await blocks(
        '<p><em>a</em> <strong>b</strong> <u>c</u> <s>d</s> H<sub>2</sub>O x<sup>2</sup> <code>e</code> <q>f</q> <cite>g</cite> <abbr>h</abbr></p>',
      ),
    ).toEqual([
      'p: <emphasis>a</> <strong>b</> <underline>c</> <strikethrough>d</> H<subscript>2</>O x<superscript>2</> <code>e</> <quote>f</> <cite>g</> h',
    ])
  })

  test('small capitals and bold by explicit style or class', async () => {
    expect(
      await blocks(
        '<p><span style="font-variant: small-caps">a</span> <span class="smallcaps">b</span> <span style="font-weight:bold">c</span></p>',
      ),
    ).toEqual(['p: <smallcaps>a</> <smallcaps>b</> <strong>c</>'])
  })

  test('readings stand in brackets behind their words', async () => {
    expect(
      await blocks(
        '<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>です <ruby>WWW<rt>World Wide Web</rt></ruby></p>',
      ),
    ).toEqual(['p: 漢字<ruby>（かんじ）</>です WWW<ruby>(World Wide Web)</>'])
  })

  test('a word that is annotated piece by piece has one reading, up to a piece without one', async () => {
    expect(
      await blocks(
        '<p><ruby>虞<rt>ぐ</rt>美<rt>び</rt>人<rt>じん</rt></ruby> <ruby>燕<rt>yān</rt>京<rt>jīng</rt></ruby> <ruby>私<rt>わたし</rt>は<rt></rt>学<rt>がく</rt>生<rt>せい</rt>です</ruby></p>',
      ),
    ).toEqual([
      'p: 虞美人<ruby>（ぐびじん）</> 燕京<ruby>(yān jīng)</> 私<ruby>（わたし）</>は学生<ruby>（がくせい）</>です',
    ])
  })

  test('readings in a row are one, those of a container another, empty ones none', async () => {
    expect(
      await blocks(
        '<p><ruby><rb>漢</rb><rb>字</rb>\n<rt>かん</rt> <rt>じ</rt><rtc><rt>kan</rt><rt>ji</rt></rtc></ruby>|<ruby>々<rt> </rt></ruby>|<ruby><span>山<rt>やま</rt></span></ruby></p>',
      ),
    ).toEqual(['p: 漢字<ruby>（かんじ）</><ruby>(kanji)</>|々|山<ruby>（やま）</>'])
  })
})

describe('lists', () => {
  test('nest, also when the inner list stands between items', async () => {
    expect(await blocks('<ul><li>a<ul><li>b</li></ul></li><ul><li>c</li></ul><li><p>d</p><p>e</p></li></ul>')).toEqual([
      'ul(p: a | ul(p: b) | ul(p: c) + p: d | p: e)',
    ])
  })

  test('a list in a list before its first item stands before that list', async () => {
    expect(await blocks('<ul><ul><li>a</li></ul><li>b</li></ul><ol><ol><li>c</li></ol></ol>')).toEqual([
      'ul(p: a)',
      'ul(p: b)',
      'ol(p: c)',
    ])
  })

  test('ordered lists keep start and numeration', async () => {
    const { book } = await readBody('<ol start="3" type="a"><li>x</li></ol>')
    expect(book.body[0]).toMatchObject({
      blocks: [{ kind: 'list', ordered: true, start: 3, numeration: 'loweralpha' }],
    })
  })

  test('headings in items open no section', async () => {
    expect(await blocks('<ul><li><h3>H</h3>a</li></ul>')).toEqual(['ul(h: H | p: a)'])
  })

  test('definition lists group terms and definitions, also inside div', async () => {
    expect(
      await blocks('<dl><div><dt>a</dt><dt>b</dt><dd>one</dd></div><dt>c</dt><dd><p>two</p></dd><dd>three</dd></dl>'),
    ).toEqual(['dl(a, b = p: one + c = p: two | p: three)'])
  })
})

describe('tables', () => {
  test('keep bands, spans and header cells', async () => {
    expect(
      await blocks(
        '<table><caption>T</caption><thead><tr><th colspan="2">h</th></tr></thead><tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></tbody><tfoot><tr><td>f</td><td/></tr></tfoot></table>',
      ),
    ).toEqual(['table "T"(!2x1 p: h / 1x2 p: a, 1x1 p: b; 1x1 p: c / 1x1 p: f, 1x1 )'])
  })

  test('a paragraph before a table that calls itself its title is that', async () => {
    const table = '<table id="t"><tr><td>a</td></tr></table>'
    const { book } = await readBody(
      `<p class="Table-Title" id="c"><b>Table 1</b> Kinds</p>${table}<p><a href="#c">1</a></p><p class="tbl-caption">x</p><p>y</p><table><tr><td>b</td></tr></table>`,
    )
    expect(showBlocks(book.body)).toEqual([
      'table "<strong>Table 1</> Kinds"( / 1x1 p: a / )',
      'p: [1](OEBPS/c1.xhtml#c)',
      'p: x',
      'p: y',
      'table( / 1x1 p: b / )',
    ])
    expect(book.body[0]).toMatchObject({
      blocks: [{ anchors: ['OEBPS/c1.xhtml', 'OEBPS/c1.xhtml#c', 'OEBPS/c1.xhtml#t'] }, {}, {}, {}, {}],
    })
  })

  test('leading rows of header cells alone are the head', async () => {
    expect(await blocks('<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr></table>')).toEqual([
      'table(!1x1 p: a, !1x1 p: b / !1x1 p: c, 1x1 p: d / )',
    ])
  })
})

describe('pictures', () => {
  test('alone in a block they are figures, in running text they are inline', async () => {
    expect(
      await blocks('<p><img src="a.png" alt="A"/></p><p>x <img src="b.png" alt=""/> y</p><img src="b.png"/>'),
    ).toEqual(['figure(!OEBPS/a.png"A")', 'p: x !OEBPS/b.png y', 'figure(!OEBPS/b.png)'])
  })

  test('figures take their caption as title and keep further text', async () => {
    expect(
      await blocks('<figure id="f"><img src="a.png"/><figcaption><p>Title</p><p>Legend</p></figcaption></figure>'),
    ).toEqual(['figure "Title"(!OEBPS/a.png | p: Legend)'])
  })

  test('a figure of a table gives the table its caption', async () => {
    expect(await blocks('<figure><figcaption>C</figcaption><table><tr><td>a</td></tr></table></figure>')).toEqual([
      'table "C"( / 1x1 p: a / )',
    ])
  })

  test('a paragraph of class caption after a picture is its title', async () => {
    expect(await blocks('<div><img src="a.png"/></div><p class="caption">Fig. 1</p>')).toEqual([
      'figure "Fig. 1"(!OEBPS/a.png)',
    ])
  })

  test('an svg that only wraps a picture is that picture', async () => {
    expect(
      await blocks(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><title>T</title><image xlink:href="a.png"/></svg>',
      ),
    ).toEqual(['figure(!OEBPS/a.png"T")'])
  })

  test('the words of a drawing are kept apart where another line begins, not where a letter is moved', async () => {
    const lines = '<tspan x="1" dy="0">over the</tspan><tspan x="1" dy="20">h</tspan><tspan x="9">ill</tspan>'
    const moved = '<tspan x="1" y="9">an</tspan><tspan x="7" y="9">d</tspan><tspan x="1" y="19">down</tspan>'
    const { book } = await readBody(`<svg><text>${lines}</text><text>${moved}</text></svg>`)
    expect(showBlocks(book.body)).toEqual([expect.stringContaining('"over the hill and down"')])
  })

  test('a missing picture is a warning with its place', async () => {
    const { warnings } = await readBody('<p>a</p>\n<img src="gone.png"/>')
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'image_missing', place: 'OEBPS/c1.xhtml:3' }))
  })

  test('objects show their picture, or what they hold', async () => {
    expect(await blocks('<object data="a.png">alt</object><object data="x.swf"><p>instead</p></object>')).toEqual([
      'figure(!OEBPS/a.png"alt")',
      'p: instead',
    ])
  })

  test('films leave their poster and fallback, with a warning', async () => {
    const { book, warnings } = await readBody('<video src="v.mp4" poster="a.png"><p>No film here.</p></video>', {
      'a.png': PNG,
    })
    expect(showBlocks(book.body).join()).toContain('No film here.')
    expect(book.media.map((file) => file.name)).toEqual(['OEBPS/a.png'])
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'media_dropped' }))
  })
})

describe('set-off text', () => {
  test('what stands below a letter stays there and quotes nobody', async () => {
    expect(
      await blocks(
        '<blockquote><p>Dear Sir,</p><footer><p epub:type="z3998:signature">S. P.</p></footer></blockquote><blockquote><p>q</p><footer><p>Yours truly,</p><p>A. B.</p></footer></blockquote>',
      ),
    ).toEqual(['quote(p: Dear Sir, | p: S. P.)', 'quote(p: q | p: Yours truly, | p: A. B.)'])
  })

  test('quotations, epigraphs and who said them', async () => {
    expect(
      await blocks('<blockquote><p>q</p><footer>Someone</footer></blockquote><div epub:type="epigraph"><p>e</p></div>'),
    ).toEqual(['quote(p: q -- Someone)', 'epigraph(p: e)'])
  })

  test('asides take their heading as title', async () => {
    expect(
      await blocks(
        '<aside><h3>S</h3><p>a</p></aside><div class="warning"><p>w</p></div><aside epub:type="tip"><p>t</p></aside>',
      ),
    ).toEqual(['sidebar "S"(p: a)', 'warning(p: w)', 'tip(p: t)'])
  })

  test('lines of verse that are set in by a class begin with spaces', async () => {
    expect(
      await blocks(
        '<blockquote><p><span>a</span><br/>\n<span class="i2">b</span> <span class="i1">c</span></p></blockquote>',
      ),
    ).toEqual(['quote(p: a /\u2003\u2003b c)'])
    expect(
      await blocks('<div class="stanza"><span class="i0">a<br/></span><span class="i3">b<br/></span></div>'),
    ).toEqual(['verse: a\n\u2003\u2003\u2003b'])
    expect(await blocks('<div class="stanza"><div>a</div><div class="indent">b</div></div>')).toEqual([
      'verse: a\n\u2003b',
    ])
  })

  test('paragraphs of such a class, also after a break, are set in by nothing', async () => {
    expect(await blocks('a<br/><p class="indent">b</p>')).toEqual(['p: a', 'p: b'])
    expect(await blocks('<p><span class="indent">a</span> <i class="i">b</i></p>')).toEqual(['p: a <emphasis>b</>'])
  })

  test('boxes by the classes of layout programs are asides, but not around a page or the head of a chapter', async () => {
    expect(await blocks('<div class="Frame Box"><p class="h">Box 1</p><p>a</p></div><div class="box">b</div>')).toEqual(
      ['sidebar(p: Box 1 | p: a)', 'p: b'],
    )
    expect(await blocks('<div class="box"><p>a</p></div>')).toEqual(['p: a'])
    expect(await blocks('<div class="box"><h1>H</h1><p>a</p></div><p>b</p>')).toEqual(['p: a', 'p: b'])
  })

  test('code keeps its lines and spaces', async () => {
    expect(await blocks('<pre><code>\n  a\n\n    <b>b</b>\n</code></pre>')).toEqual(['code:   a\n\n    <strong>b</>'])
  })

  test('verse keeps its lines and stanzas', async () => {
    expect(await blocks('<div class="stanza"><div>one</div><div>two <em>x</em></div></div>')).toEqual([
      'verse: one\ntwo <emphasis>x</>',
    ])
    expect(await blocks('<div class="poem"><p>a<br/>b</p><p>c<br/>d</p></div>')).toEqual(['verse: a\nb\n\nc\nd'])
    expect(await blocks('<p class="verse">a<br/>b</p>')).toEqual(['verse: a\nb'])
  })
})

describe('formulae', () => {
  test('are kept as a file with a readable line', async () => {
    const { book } = await readBody(
      '<p>x <math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mn>2</mn></mfrac></math></p><math display="block" alttext="E = mc^2"><mi>E</mi></math>',
    )
    expect(showBlocks(book.body)).toEqual(['p: x $(a)/(2)$', 'equation($E = mc^2$)'])
    expect(book.media.map((file) => [file.filename, file.mediaType])).toEqual([
      ['formula.mml', 'application/mathml+xml'],
      ['formula.mml', 'application/mathml+xml'],
    ])
  })

  test('an alternative text that different formulae share is none of them', async () => {
    const math = (text: string, content: string) => `<p><math alttext="${text}">${content}</math></p>`
    const square = '<msup><mi>x</mi><mn>2</mn></msup>'
    expect(
      await blocks(
        math('Not available', square) +
          math('Not available', '<mi>y</mi>') +
          math('x squared', square) +
          math('x squared', `\n ${square}`) +
          math('Not available', ''),
      ),
    ).toEqual([
      'equation($x^2$)',
      'equation($y$)',
      'equation($x squared$)',
      'equation($x squared$)',
      'equation($Not available$)',
    ])
  })
})

test('epub:switch prefers a case that is understood; one that is not is kept as a file beside the default', async () => {
  const math = '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math>'
  const choice = (namespace: string) =>
    `<p><epub:switch><epub:case required-namespace="${namespace}">${math}</epub:case><epub:default>plain</epub:default></epub:switch></p>`
  expect(await blocks(choice('http://www.w3.org/1998/Math/MathML'))).toEqual(['equation($x$)'])
  expect(await blocks(choice('http://www.xml-cml.org/schema'))).toEqual(['equation($x$)', 'p: plain'])
})

test('a list of an index whose inner list holds text without items is an ordinary list, and loses no word', async () => {
  const found = await blocks('<section epub:type="index"><ul><li>stones<ul>of the hill</ul></li></ul></section>')
  expect(found.join(' ')).toMatch(/stones.*of the hill/)
})
