import { describe, expect, test } from 'vitest'
import { page, readParts } from '../support/epub-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

type Parts = Parameters<typeof readParts>[0]

const body = async (parts: Parts) => showBody((await readParts(parts)).book.body)
const li = (href: string, title: string, children = '') =>
  `<li><a href="${href}">${title}</a>${children === '' ? '' : `<ol>${children}</ol>`}</li>`
const LONG = `<p>${'word '.repeat(2000)}</p>`

describe('components', () => {
  test('come from the table of contents, sections from headings below', async () => {
    expect(
      await body({
        files: {
          'a.xhtml': page('<h1>A</h1><p>x</p><h3>A1</h3><p>y</p><h2>A2</h2><p>z</p>'),
          'b.xhtml': page('<h1>B</h1><p>x</p>'),
        },
        toc: li('a.xhtml', 'A') + li('b.xhtml', 'B'),
      }),
    ).toEqual(['chapter A', '  A1', '  A2', 'chapter B'])
  })

  test('are split at the anchors of the table of contents within one file', async () => {
    expect(
      await body({
        files: { 'a.xhtml': page('<h2 id="one">One</h2><p>x</p><h3>In one</h3><p>y</p><h2 id="two">Two</h2><p>z</p>') },
        toc: li('a.xhtml#one', 'One') + li('a.xhtml#two', 'Two'),
      }),
    ).toEqual(['chapter One', '  In one', 'chapter Two'])
  })

  test('take in files that the table of contents does not name and that begin without a heading of their rank', async () => {
    const { book } = await readParts({
      files: {
        'a.xhtml': page('<h1>A</h1><p>1</p>'),
        'a2.xhtml': page('<p>2</p>'),
        'a3.xhtml': page('<h2>S</h2><p>3</p>'),
        'b.xhtml': page('<h1>B</h1><p>4</p>'),
      },
      toc: li('a.xhtml', 'A') + li('b.xhtml', 'B'),
    })
    expect(showBody(book.body)).toEqual(['chapter A', '  S', 'chapter B'])
    expect(showBlocks(book.body)).toEqual(['p: 1', 'p: 2', 'p: 3', 'p: 4'])
  })

  test('are what types, landmarks, guide or title say', async () => {
    expect(
      await body({
        files: {
          'cover.xhtml': page('<p>c</p>'),
          'copy.xhtml': page('<p>c</p>', 'epub:type="copyright-page"'),
          'ded.xhtml': page('<section role="doc-dedication"><p>For you</p></section>'),
          'fore.xhtml': page('<section epub:type="foreword"><h1>Some words</h1><p>x</p></section>'),
          'a.xhtml': page('<h1>A</h1><p>x</p>'),
          'app.xhtml': page('<h1>Appendix A. More</h1><p>x</p>'),
          'gloss.xhtml': page('<section epub:type="glossary"><h1>Words</h1><dl><dt>a</dt><dd>b</dd></dl></section>'),
          'bib.xhtml': page('<section role="doc-bibliography"><h1>Works</h1><ul><li>Doe 2001</li></ul></section>'),
          'index.xhtml': page(
            '<section epub:type="index"><h1>Index</h1><ul><li>a, <a href="a.xhtml">1</a><ul><li>b</li></ul></li></ul></section>',
          ),
        },
        guide: '<reference type="cover" title="Cover" href="cover.xhtml"/>',
        toc:
          li('fore.xhtml', 'Some words') +
          li('a.xhtml', 'A') +
          li('app.xhtml', 'Appendix A. More') +
          li('gloss.xhtml', 'Words') +
          li('bib.xhtml', 'Works') +
          li('index.xhtml', 'Index'),
      }),
    ).toEqual([
      'preface:cover Cover',
      'preface:copyright-page ',
      'dedication ',
      'preface:foreword Some words',
      'chapter A',
      'appendix Appendix A. More',
      'glossary Words',
      'bibliography Works',
      'index Index',
    ])
  })

  test('are prefaces where they stand before all that the table of contents names', async () => {
    const files = { 't.xhtml': page('<h1>Some Title</h1>By'), 'a.xhtml': page('<h1>A</h1>x') }
    expect(await body({ files, toc: li('a.xhtml', 'A') })).toEqual(['preface Some Title', 'chapter A'])
  })

  test('with the words of whoever made the book are prefaces, before and after the chapters', async () => {
    const titles = ['Author’s Preface', 'A', 'Translator’s Note', 'A Note to the Reader', 'Editors at Work']
    const files = Object.fromEntries(titles.map((title, i) => [`${i}.xhtml`, page(`<h1>${title}</h1><p>x</p>`)]))
    const toc = titles.map((title, i) => li(`${i}.xhtml`, title)).join('')
    expect(await body({ files, toc })).toEqual([
      'preface Author’s Preface',
      'chapter A',
      'preface Translator’s Note',
      'preface A Note to the Reader',
      'chapter Editors at Work',
    ])
  })

  test('are pages with a heading that say they are an epigraph or an exercise as a whole', async () => {
    const { book } = await readParts({
      files: {
        'e.xhtml': page('<section epub:type="epigraph"><h1>Extracts</h1><p>a</p><h2>More</h2><p>b</p></section>'),
        'a.xhtml': page('<h1>A</h1><p>x</p>'),
        'p.xhtml': page('<section class="box" epub:type="practice"><div><h3>Check</h3><p>y</p></div></section>'),
        'q.xhtml': page('<section epub:type="epigraph"><p>q</p></section>'),
      },
      toc: li('e.xhtml', 'Extracts') + li('a.xhtml', 'A', li('p.xhtml', 'Check')) + li('q.xhtml', 'Motto'),
    })
    expect(showBody(book.body)).toEqual([
      'preface:epigraph Extracts',
      '  More',
      'chapter A',
      '  Check',
      'preface:epigraph Motto',
    ])
    expect(showBlocks(book.body)).toEqual(['p: a', 'p: b', 'p: x', 'p: y', 'epigraph(p: q)'])
  })

  test('stand in the order of the spine, auxiliary ones, too', async () => {
    expect(
      await body({
        files: {
          'a.xhtml': page('<h1>A</h1>a'),
          'extra.xhtml': page('<h1>Extra</h1>e'),
          'b.xhtml': page('<h1>B</h1>b'),
        },
        spine: ['a.xhtml', 'extra.xhtml linear="no"', 'b.xhtml'],
      }),
    ).toEqual(['chapter A', 'chapter Extra', 'chapter B'])
  })
})

describe('parts', () => {
  const files = {
    'p1.xhtml': page('<h1>Part I</h1>'),
    'a.xhtml': page(`<h1>A</h1>${LONG}<h2 id="s">S</h2>x`),
    'b.xhtml': page(`<h1>B</h1>${LONG}`),
  }

  test('are entries that say so, over entries of other files', async () => {
    expect(
      await body({
        files,
        toc: li('p1.xhtml', 'Part I', li('a.xhtml', 'A', li('a.xhtml#s', 'S')) + li('b.xhtml', 'B')),
      }),
    ).toEqual(['part Part I', '  chapter A', '    S', '  chapter B'])
  })

  test('are seen in an NCX too', async () => {
    const point = (href: string, title: string, children = '') =>
      `<navPoint><navLabel><text>${title}</text></navLabel><content src="${href}"/>${children}</navPoint>`
    expect(
      await body({ files, ncx: point('p1.xhtml', 'Part I', point('a.xhtml', 'A') + point('b.xhtml', 'B')) }),
    ).toEqual(['part Part I', '  chapter A', '    S', '  chapter B'])
  })

  test('open at entries without a place of their own', async () => {
    const toc = `<li><span>Part I</span><ol>${li('a.xhtml', 'A')}${li('b.xhtml', 'B')}</ol></li>`
    expect(await body({ files: { 'a.xhtml': files['a.xhtml'], 'b.xhtml': files['b.xhtml'] }, toc })).toEqual([
      'part Part I',
      '  chapter A',
      '    S',
      '  chapter B',
    ])
  })

  test('are what entries name with the wrong folder, also where auxiliary pages bear the same name', async () => {
    const top = '<h3>Navigation</h3><p>next</p>'
    expect(
      await body({
        files: {
          'en/one.xhtml': page(`${top}<h1>The house</h1><p>x</p>`),
          'de/one.xhtml': page('<h1>Das Haus</h1><p>x</p>'),
        },
        spine: ['en/one.xhtml', 'de/one.xhtml linear="no"'],
        toc: li('one.xhtml', 'The house'),
      }),
    ).toEqual(['chapter The house', 'chapter Das Haus'])
  })

  test('gather chapters that follow a page of type part in a flat table of contents', async () => {
    expect(
      await body({
        files: {
          'p1.xhtml': page('<section epub:type="part"><h1>One</h1></section>'),
          'a.xhtml': page('<h1>A</h1>x', 'epub:type="chapter"'),
          'z.xhtml': page('<h1>Z</h1>x', 'epub:type="appendix"'),
        },
        toc: li('p1.xhtml', 'One') + li('a.xhtml', 'A') + li('z.xhtml', 'Z'),
      }),
    ).toEqual(['part One', '  chapter A', 'appendix Z'])
  })

  test('are not lists at the end of the book that go chapter by chapter', async () => {
    const piece = (title: string) => page(`<h2>${title}</h2>${LONG}`)
    const notes = page(`<section epub:type="endnotes"><h1>Remarks</h1></section>`)
    expect(
      await body({
        files: {
          'a.xhtml': page('<h1>A</h1>x'),
          'c1.xhtml': piece('Chapter 1'),
          'c2.xhtml': piece('Chapter 2'),
          'n.xhtml': notes,
          'n1.xhtml': piece('Chapter 1'),
          'n2.xhtml': piece('Chapter 2'),
          'm1.xhtml': piece('Chapter 1'),
          'm2.xhtml': piece('Chapter 2'),
        },
        toc:
          li('a.xhtml', 'A') +
          `<li><span>Photo Credits</span><ol>${li('c1.xhtml', 'Chapter 1')}${li('c2.xhtml', 'Chapter 2')}</ol></li>` +
          li('n.xhtml', 'Remarks', li('n1.xhtml', 'Chapter 1') + li('n2.xhtml', 'Chapter 2')) +
          `<li><span>Notes</span><ol>${li('m1.xhtml', 'Chapter 1')}${li('m2.xhtml', 'Chapter 2')}</ol></li>`,
      }),
    ).toEqual([
      'chapter A',
      'preface:other-credits Photo Credits',
      '  Chapter 1',
      '  Chapter 2',
      'chapter:endnotes Remarks',
      '  Chapter 1',
      '  Chapter 2',
      'chapter:endnotes Notes',
      '  Chapter 1',
      '  Chapter 2',
    ])
  })

  test('are not chapters that are split into files by section', async () => {
    expect(
      await body({
        files: {
          'a.xhtml': page('<h1>Chapter 1</h1><p>intro</p>'),
          'a1.xhtml': page(`<h2>1.1</h2>${LONG}`),
          'a2.xhtml': page(`<h2>1.2</h2>${LONG}`),
        },
        toc: li('a.xhtml', 'Chapter 1', li('a1.xhtml', '1.1') + li('a2.xhtml', '1.2')),
      }),
    ).toEqual(['chapter Chapter 1', '  1.1', '  1.2'])
  })
})

describe('titles', () => {
  const one = (content: string, title: string) =>
    body({ files: { 'a.xhtml': page(content) }, toc: li('a.xhtml', title) })

  test('come from the table of contents where the page has none', async () => {
    expect(await one('<p>text</p>', 'Cover')).toEqual(['preface:cover Cover'])
  })

  test('a paragraph with the words of the entry is the title', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<p class="h">Chapter <b>One</b></p><p>text</p>') },
      toc: li('a.xhtml', 'Chapter One'),
    })
    expect(showBody(book.body)).toEqual(['chapter Chapter <strong>One</>'])
    expect(showBlocks(book.body)).toEqual(['p: text'])
  })

  test('headings in a row that make up the entry are one title, joined as the entry joins them', async () => {
    expect(await one('<h1>Chapter I</h1><h2>The House</h2><p>x</p>', 'Chapter I: The House')).toEqual([
      'chapter Chapter I: The House',
    ])
  })

  test('a heading that the entry does not name becomes the subtitle', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<h1>The House</h1><p>x</p>') },
      toc: li('a.xhtml', 'Chapter 1'),
    })
    expect(book.body[0]).toMatchObject({ title: [{ text: 'Chapter 1' }], subtitle: [{ text: 'The House' }] })
  })

  test('a line after a title that is a number only is the subtitle', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<h1>Chapter 1</h1><h2>The House</h2><p>x</p>') },
      toc: li('a.xhtml', 'Chapter 1'),
    })
    expect(book.body[0]).toMatchObject({
      title: [{ text: 'Chapter 1' }],
      subtitle: [{ text: 'The House' }],
      sections: [],
    })
  })

  test('a number on a line of its own before the title belongs to it', async () => {
    expect(await one('<h2>Chapter 1</h2><h1>The House</h1><p>x</p>', 'The House')).toEqual([
      'chapter Chapter 1 The House',
    ])
  })

  test('a short heading right above a title that is set as a paragraph belongs to it', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<h2>[required] nav-510</h2><p>Read where you are.</p><p>x</p>') },
      toc: li('a.xhtml', 'Read where you are'),
    })
    expect(showBody(book.body)).toEqual(['chapter [required] nav-510 Read where you are.'])
    expect(showBlocks(book.body)).toEqual(['p: x'])
  })

  test('other headings before the title open nothing', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<h3>By Someone</h3><h1>The House</h1><p>x</p>') },
      toc: li('a.xhtml', 'The House'),
    })
    expect(showBody(book.body)).toEqual(['chapter The House'])
    expect(showBlocks(book.body)).toEqual(['h: By Someone', 'p: x'])
  })

  test('a heading in the text of another is a section, also where it has the words of the entry', async () => {
    const text = `<p>${'word '.repeat(100)}</p>`
    expect(
      await body({
        files: { 'a.xhtml': page(`<h1>Steps for whoever tests</h1>${text}<h2>010 Block test</h2><p>x</p>`) },
        toc: li('a.xhtml', 'Block test'),
      }),
    ).toEqual(['chapter Block test', '  010 Block test'])
    expect(
      await body({
        files: { 'a.xhtml': page(`<h1>Chapter 1</h1>${text}<h2>The house</h2><p>x</p>`) },
        toc: li('a.xhtml', 'The house'),
      }),
    ).toEqual(['chapter The house'])
    expect(
      await body({
        files: { 'a.xhtml': page('<h1>The Book</h1><p>by Somebody</p><h2>One</h2><p>x</p>') },
        toc: li('a.xhtml', 'One'),
      }),
    ).toEqual(['chapter One'])
  })

  test('a line in the text of a heading is no title, also where it has the words of the entry', async () => {
    const { book } = await readParts({
      files: {
        'a.xhtml': page(`<h4>The trigger: play</h4><p>${'word '.repeat(10)}</p><p><button>play</button></p><p>x</p>`),
      },
      toc: li('a.xhtml', 'play'),
    })
    expect(showBody(book.body)).toEqual(['chapter The trigger: play'])
    expect(showBlocks(book.body)).toEqual([`p: ${'word '.repeat(10).trim()}`, 'p: play', 'p: x'])
  })

  test('numbers that only the table of contents shows stay with the heading', async () => {
    expect(await one('<h1>More</h1><p>x</p>', 'A. More')).toEqual(['chapter A. More'])
  })

  test('a heading that is a number gets what the entry says that it counts', async () => {
    const files = { 'a.xhtml': page('<h2>1</h2><p>x</p>'), 'b.xhtml': page('<h2>II</h2><p>x</p>') }
    const toc = li('a.xhtml', 'CHAPTER 1') + li('b.xhtml', 'Book II')
    expect(await body({ files, toc })).toEqual(['chapter CHAPTER 1', 'chapter Book II'])
  })

  test('words that only a style sheet keeps apart are written as the entry writes them', async () => {
    expect(await one('<h1><span>1</span><span>House</span></h1><p>x</p>', '1 House')).toEqual(['chapter 1 House'])
  })

  test('words that only a style sheet keeps apart from an entry before which they stand get a space', async () => {
    const heading = '<h1><span>test-1</span><span>Two <i>words</i> here</span></h1><p>x</p>'
    expect(await one(heading, 'Two words here')).toEqual(['chapter test-1 Two <emphasis>words</> here'])
    expect(await one('<h1><b>1</b><span>House</span></h1><p>x</p>', 'House')).toEqual(['chapter <strong>1 </>House'])
  })

  test('lose signs that are links to themselves, and keep other links', async () => {
    const { book } = await readParts({
      files: {
        'a.xhtml': page(
          '<h1 id="a"><a class="headerlink" href="#a">¶</a>\u00a0A</h1><p>x</p><section id="s"><h2>S <a href="#s"><span>§</span></a></h2><p>y</p></section><h2 id="b"><a href="#b">B</a> <a href="#s">›</a></h2><p>z</p>',
        ),
      },
    })
    expect(showBody(book.body)).toEqual(['chapter A', '  S', '  [B](OEBPS/a.xhtml#b) [›](OEBPS/a.xhtml#s)'])
  })

  test('a heading that shares a word with the entry among others is the subtitle', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<h1>[required] reading-210</h1><p>x</p>') },
      toc: li('a.xhtml', 'Reading Order'),
    })
    expect(book.body[0]).toMatchObject({
      title: [{ text: 'Reading Order' }],
      subtitle: [{ text: '[required] reading-210' }],
    })
  })

  test('an entry that points into a list or table opens a section before it', async () => {
    expect(
      await body({
        files: { 'a.xhtml': page('<h1>A</h1><p>x</p><ul><li id="m">middle</li></ul>') },
        toc: li('a.xhtml', 'A', li('a.xhtml#m', 'Halfway')),
      }),
    ).toEqual(['chapter A', '  Halfway'])
  })

  test('an entry that points at a heading in a table opens a section, because cells have none', async () => {
    expect(
      await body({
        files: { 'a.xhtml': page('<h1>A</h1><p>x</p><table><tr><td><h4 id="t">Cell</h4>y</td></tr></table>') },
        toc: li('a.xhtml', 'A', li('a.xhtml#t', 'Cell')),
      }),
    ).toEqual(['chapter A', '  Cell'])
  })

  test('a page number before the heading is no part of the title', async () => {
    const { book } = await readParts({
      files: {
        'a.xhtml': page('<div><span epub:type="pagebreak" id="p9">9</span></div><h1 id="a">The House</h1><p>x</p>'),
      },
      toc: li('a.xhtml', 'The House'),
    })
    expect(showBody(book.body)).toEqual(['chapter The House'])
    expect(showBlocks(book.body)).toEqual(['p: #p9;9', 'p: x'])
  })

  test('a number or a picture at the top of a page belongs to the first entry below', async () => {
    const { book } = await readParts({
      files: {
        'a.xhtml': page('<h1>A</h1><p>x</p>'),
        'b.xhtml': page('<p><img src="i.png" alt="i"/></p><p class="n">2</p><h1 id="b">B</h1><p>y</p>'),
        'c.xhtml': page('<p>The end of B.</p><h1 id="c">C</h1><p>z</p>'),
        'i.png': Buffer.from('89504e470d0a1a0a', 'hex'),
      },
      toc: li('a.xhtml', 'A') + li('b.xhtml#b', '2 B') + li('c.xhtml#c', 'C'),
    })
    expect(showBody(book.body)).toEqual(['chapter A', 'chapter 2 B', 'chapter C'])
    expect(showBlocks(book.body)).toEqual(['p: x', 'figure(!OEBPS/i.png"i")', 'p: y', 'p: The end of B.', 'p: z'])
  })

  test('a heading inside an aside that the entry points at is not said twice', async () => {
    expect(
      await body({
        files: { 'a.xhtml': page('<h1>A</h1><p>x</p><aside id="m"><h2>Box</h2><p>y</p></aside>') },
        toc: li('a.xhtml', 'A', li('a.xhtml#m', 'Box')),
      }),
    ).toEqual(['chapter A'])
  })

  test('readings in the table of contents are not part of its words', async () => {
    expect(await one('<h1><ruby>章<rt>しょう</rt></ruby></h1><p>x</p>', '<ruby>章<rt>しょう</rt></ruby>')).toEqual([
      'chapter 章<ruby>（しょう）</>',
    ])
  })

  test('a picture or epigraph before the heading belongs under it', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<blockquote><p>e</p></blockquote><h1>A</h1><p>x</p>') },
      toc: li('a.xhtml', 'A'),
    })
    expect(showBody(book.body)).toEqual(['chapter A'])
    expect(showBlocks(book.body)).toEqual(['quote(p: e)', 'p: x'])
  })

  test('an entry that points at text without a heading opens a section', async () => {
    expect(
      await body({
        files: { 'a.xhtml': page('<h1>A</h1><p>x</p><p id="m">middle</p>') },
        toc: li('a.xhtml', 'A', li('a.xhtml#m', 'Halfway')),
      }),
    ).toEqual(['chapter A', '  Halfway'])
  })

  test('subtitles stand beside their title', async () => {
    const { book } = await readParts({
      files: { 'a.xhtml': page('<h1>A</h1><p epub:type="subtitle">sub</p><p>x</p>') },
    })
    expect(book.body[0]).toMatchObject({ title: [{ text: 'A' }], subtitle: [{ text: 'sub' }] })
  })
})

describe('sections', () => {
  test('nest by sectioning elements when every heading is h1', async () => {
    expect(
      await body({
        files: {
          'a.xhtml': page(
            '<section><h1>A</h1><section><h1>B</h1><section><h1>C</h1></section></section><section><h1>D</h1></section></section>',
          ),
        },
      }),
    ).toEqual(['chapter A', '  B', '    C', '  D'])
  })

  test('the navigation document in the reading order is no chapter, also where it names itself', async () => {
    const toc = li('nav.xhtml#toc', 'Contents') + li('a.xhtml', 'A')
    const { book, warnings } = await readParts({
      files: {
        'a.xhtml': page('<h1>A</h1>x'),
        'nav.xhtml': page(`<h1>Contents</h1><nav epub:type="toc" id="toc"><ol>${toc}</ol></nav>`),
      },
      spine: ['nav.xhtml', 'a.xhtml'],
    })
    expect(showBody(book.body)).toEqual(['chapter A'])
    expect(warnings).toEqual([])
  })

  test('two headings that say the entry in two languages are one title, in the order of the entry', async () => {
    const { book } = await readParts({
      files: {
        'a.xhtml': page('<h2 lang="en">About this book</h2><h2 lang="ja">この本について</h2><p>x</p><h2>More</h2>y'),
      },
      toc: li('a.xhtml', 'この本について/About this book'),
    })
    expect(showBody(book.body)).toEqual(['chapter <plain@ja>この本について</> About this book', '  More'])
  })

  test('without a table of contents a book in one large file is split at its headings', async () => {
    const chapter = (n: number) => `<h2>Chapter ${n}</h2>${'<p>x</p>'.repeat(200)}`
    expect(
      await body({ files: { 'a.xhtml': page(`<h1>A Book</h1><p>By</p>${chapter(1)}${chapter(2)}${chapter(3)}`) } }),
    ).toEqual(['preface:titlepage A Book', 'chapter Chapter 1', 'chapter Chapter 2', 'chapter Chapter 3'])
  })

  test('the book itself as the one root of the table of contents is not a part', async () => {
    expect(
      await body({
        files: { 't.xhtml': page('<h1>A Book</h1>By'), 'a.xhtml': page('<h1>A</h1>x'), 'b.xhtml': page('<h1>B</h1>x') },
        toc: li('t.xhtml', 'A Book', li('a.xhtml', 'A') + li('b.xhtml', 'B')),
      }),
    ).toEqual(['preface:titlepage A Book', 'chapter A', 'chapter B'])
  })

  test('the book itself with more pieces after it is a part, with the text of its page before the chapters', async () => {
    const files = {
      't.xhtml': page('<h1>A Book</h1><p>By</p><h2>Edition</h2><p>First</p>'),
      'a.xhtml': page('<h1>A</h1>x'),
      'b.xhtml': page('<h1>B</h1>x'),
      'n.xhtml': page('<h1>Notes</h1>x'),
    }
    const toc = li('t.xhtml', 'A Book', li('a.xhtml', 'A') + li('b.xhtml', 'B')) + li('n.xhtml', 'Notes')
    const { book } = await readParts({ files, toc })
    expect(showBody(book.body)).toEqual(['part A Book', '  chapter A', '  chapter B', 'chapter:endnotes Notes'])
    expect(showBlocks(book.body).slice(0, 3)).toEqual(['p: By', 'h: Edition', 'p: First'])
  })
})
