import { expect, test } from 'vitest'
import { page, readBody, readParts } from '../support/epub-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

async function blocks(body: string): Promise<string[]> {
  return showBlocks((await readBody(body)).book.body)
}

test('a note moves to its reference, and its sign leads back to there', async () => {
  expect(
    await blocks(
      '<p>Text<a epub:type="noteref" href="#n1" id="r1">1</a>.</p><aside epub:type="footnote" id="n1"><p>Note <a href="#r1">↩</a></p></aside>',
    ),
  ).toEqual(['p: Text#r1;{p: Note [↩](OEBPS/c1.xhtml#r1)}.'])
})

test('a numbered way back stays as the number of the note and still leads back', async () => {
  expect(
    await blocks(
      '<p>Text<sup><a role="doc-noteref" href="#n1" id="r1">1</a></sup></p><section role="doc-endnotes"><h2>Notes</h2><ol><li id="n1"><p><a href="#r1">1.</a> Note</p></li></ol></section>',
    ),
  ).toEqual(['p: Text#r1;{p: [1.](OEBPS/c1.xhtml#r1) Note}'])
})

test('notes in another document move, and the emptied document goes', async () => {
  const { book, warnings } = await readParts({
    files: {
      'c1.xhtml': page(
        '<h1>One</h1><p>a<a epub:type="noteref" href="notes.xhtml#n1">1</a> <a href="notes.xhtml">all notes</a></p>',
      ),
      'notes.xhtml': page('<section epub:type="endnotes"><h1>Notes</h1><ol><li id="n1">first</li></ol></section>'),
    },
    toc: '<li><a href="c1.xhtml">One</a></li><li><a href="notes.xhtml">Notes</a></li>',
  })
  expect(showBody(book.body)).toEqual(['chapter One'])
  expect(showBlocks(book.body)).toEqual(['p: a{p: first} [all notes](OEBPS/notes.xhtml)'])
  expect(book.body[0]?.anchors).toContain('OEBPS/notes.xhtml')
  expect(warnings.filter((warning) => warning.code === 'link_broken')).toEqual([])
})

test('a note that is called twice stands at the first call, and the second links to it', async () => {
  const call = '<a epub:type="noteref" href="#n1">1</a>'
  expect(await blocks(`<p>a${call}</p><p>b${call}</p><aside epub:type="footnote" id="n1">n</aside>`)).toEqual([
    'p: a{p: n}',
    'p: b[1](OEBPS/c1.xhtml#n1)',
  ])
})

test('a note that nothing calls stays where it is', async () => {
  expect(await blocks('<p>a</p><aside epub:type="footnote" id="n1"><p>n</p></aside>')).toEqual(['p: a', 'p: n'])
})

test('untyped notes are recognised by a short label that links there and back', async () => {
  expect(
    await blocks('<p>a<sup><a id="r1" href="#n1">[1]</a></sup> b</p><hr/><p id="n1"><a href="#r1">[1]</a> note</p>'),
  ).toEqual(['p: a#r1;{p: [[1]](OEBPS/c1.xhtml#r1) note} b'])
})

test.each(['(١)', '[१२]', '൩'])('the digits of any script are the mark of a note: %s', async (mark) => {
  const { book } = await readParts({
    files: {
      'a.xhtml': page(`<h1>A</h1><p>a<sup><a id="r" href="n.xhtml#n">${mark}</a></sup></p>`),
      'n.xhtml': page(`<h1>N</h1><p id="n"><a href="a.xhtml#r">${mark}</a> note</p>`),
    },
  })
  expect(showBlocks(book.body)).toEqual([`p: a#r;{p: [${mark}](OEBPS/a.xhtml#r) note}`])
})

test('a short label without a way back is a link', async () => {
  expect(await blocks('<p>see <a href="#s2">2</a></p><p id="s2">Two</p>')).toEqual([
    'p: see [2](OEBPS/c1.xhtml#s2)',
    'p: Two',
  ])
})

test('notes with several blocks move whole', async () => {
  expect(
    await blocks(
      '<p>a<a epub:type="noteref" href="#n">*</a></p><div class="footnote" id="n"><p>one</p><p>two</p></div>',
    ),
  ).toEqual(['p: a{p: one | p: two}'])
})

test('notes set as a definition list keep their number', async () => {
  expect(
    await blocks(
      '<p>a<a role="doc-noteref" href="#n">1</a></p><dl class="footnote"><dt id="n">1</dt><dd><p>one</p></dd></dl>',
    ),
  ).toEqual(['p: a{p: 1 one}'])
})

test('a note that only another note calls stays', async () => {
  const noteref = (to: string) => `<a epub:type="noteref" href="#${to}">x</a>`
  expect(
    await blocks(
      `<p>a${noteref('n1')}</p><aside epub:type="footnote" id="n1">one${noteref('n2')}</aside><aside epub:type="footnote" id="n2">two</aside>`,
    ),
  ).toEqual(['p: a{p: one[x](OEBPS/c1.xhtml#n2)}', 'p: two'])
})

test('notes inside a paragraph do not break it, and brackets around the mark go with it', async () => {
  expect(
    await blocks(
      '<p>a [<a epub:type="noteref" href="#n">1</a>] b<aside epub:type="footnote" id="n"><p>n</p></aside> c</p>',
    ),
  ).toEqual(['p: a {p: n} b c'])
})

test('a note whose id stands at its way back moves whole', async () => {
  expect(
    await blocks(
      '<p>a<a id="r" href="#n">[1]</a></p><div class="footnote"><p><a id="n" href="#r">[1]</a> one</p><p>two</p></div>',
    ),
  ).toEqual(['p: a#r;{p: [[1]](OEBPS/c1.xhtml#r) one | p: two}'])
})

test('words that call a note stay before it', async () => {
  expect(
    await blocks(
      '<p>a <a epub:type="noteref" href="#n">strange <i>word</i></a> b</p><aside epub:type="footnote" id="n">one</aside>',
    ),
  ).toEqual(['p: a strange <emphasis>word</>{p: one} b'])
})

test('a picture that calls a note stays before it', async () => {
  const files = { 'note.png': Buffer.from('x') }
  const { book } = await readBody(
    '<p>a<a epub:type="noteref" href="#n"><img src="note.png" alt="note"/></a></p><aside epub:type="footnote" id="n">one</aside>',
    files,
  )
  expect(showBlocks(book.body)).toEqual(['p: a!OEBPS/note.png"note"{p: one}'])
})

test.each(['[12]', '①', '（3）', '〔注４〕', '†', 'iv', '*'])('the mark %s goes, whatever its script', async (mark) => {
  expect(
    await blocks(
      `<p>a<sup><a id="r" href="#n">${mark}</a></sup></p><p id="n">one <a href="#r">back to the text</a></p>`,
    ),
  ).toEqual(['p: a#r;{p: one [back to the text](OEBPS/c1.xhtml#r)}'])
})

test('the mark of a note is known to the package', async () => {
  const { book } = await readBody(
    '<p>a<a epub:type="noteref" href="#n">[*]</a></p><aside epub:type="footnote" id="n">one</aside>',
  )
  expect(JSON.stringify(book.body)).toContain('"kind":"footnote","mark":"*"')
})

test('a note that is a paragraph with its id at the way back keeps its words', async () => {
  expect(await blocks('<p>a<a id="r" href="#n">1</a></p><p><a id="n" href="#r">1</a> one</p>')).toEqual([
    'p: a#r;{p: [1](OEBPS/c1.xhtml#r) one}',
  ])
})

test('a number in a cell is no note, because the note is in the next cell', async () => {
  expect(
    await blocks(
      '<p>a<a id="r" href="#n">1</a></p><table><tr><td><a id="n" href="#r">1</a></td><td>one</td></tr></table>',
    ),
  ).toEqual(['p: a#r;[1](OEBPS/c1.xhtml#n)', 'table( / 1x1 p: #n;[1](OEBPS/c1.xhtml#r), 1x1 p: one / )'])
})

test('a note of a word processor moves with all of its paragraphs', async () => {
  expect(
    await blocks(
      '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> one</p><p>two</p></div>',
    ),
  ).toEqual(['p: a#_ftnref1;{p: [[1]](OEBPS/c1.xhtml#_ftnref1) one | p: two}'])
})

test('notes in a box of notes move one by one, and the box goes', async () => {
  const call = (n: number) => `<a role="doc-noteref" href="#n${n}" id="r${n}">${n}</a>`
  const note = (n: number) => `<aside class="footnote" id="n${n}"><p><a href="#r${n}">${n}</a></p><p>note</p></aside>`
  expect(
    await blocks(`<p>a${call(1)}b${call(2)}</p><aside class="footnote-list">${note(1)}${note(2)}</aside>`),
  ).toEqual(['p: a#r1;{p: [1](OEBPS/c1.xhtml#r1) | p: note}b#r2;{p: [2](OEBPS/c1.xhtml#r2) | p: note}'])
})

test('a title above nothing but moved notes goes only where it says no more than that', async () => {
  const titles = async (title: string) => {
    const note = `<h1>One</h1><p>a<a epub:type="noteref" href="#n1">1</a></p><h2>${title}</h2><p class="footnote" id="n1">n</p>`
    return showBody((await readBody(note)).book.body).join(' ')
  }
  for (const title of ['Notes', 'Endnotes', 'Notes to chapter 3', '注釈', 'Anmerkungen']) {
    expect(await titles(title), title).not.toContain(title)
  }
  for (const title of ['Of stones', 'Noted stones']) expect(await titles(title), title).toContain(title)
})

test('a note in a note that nothing calls stands at its own reference, once', async () => {
  const outer = '<p lang="fr"><p class="footnote" id="n1"><p class="footnote" id="n2">one</p>two</p></p>'
  expect(await blocks(`${outer}<p>a<a epub:type="noteref" href="#n2">1</a></p>`)).toEqual([
    '@fr p: two',
    'p: a{p: one}',
  ])
})
