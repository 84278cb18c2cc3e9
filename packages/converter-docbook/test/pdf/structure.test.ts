import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

const CHAPTERS = ['Of Stones', 'Of Rivers', 'Of Birds']

/** A chapter a page, with a section in each. */
function drawChapters(doc: Pdf, { outline = false } = {}): void {
  for (const [i, title] of CHAPTERS.entries()) {
    if (i > 0) doc.addPage()
    const entry = outline ? doc.outline.addItem(title) : undefined
    writeLines(doc, [title], { y: 80, size: 20 })
    writeLines(doc, fillLines(5), { y: 130 })
    entry?.addItem('Its Kinds')
    writeLines(doc, ['Its Kinds'], { y: 230, size: 14 })
    writeLines(doc, fillLines(5), { y: 260 })
  }
}

const SHAPE = CHAPTERS.flatMap((title) => [`chapter ${title}`, '  Its Kinds'])

describe('sections', () => {
  test('come from the outline, and their titles stand once', async () => {
    const { book } = await readBytes(await makePdf((doc) => drawChapters(doc, { outline: true })))
    expect(showBody(book.body)).toEqual(SHAPE)
    expect(showBlocks(book.body).join(' ')).not.toContain('Of Stones')
  })

  test('come from font sizes when there is no outline', async () => {
    const { book } = await readBytes(await makePdf((doc) => drawChapters(doc)))
    expect(showBody(book.body)).toEqual(SHAPE)
  })

  test('come from font sizes alone when that is asked for', async () => {
    const pdf = await makePdf((doc) => {
      doc.outline.addItem('A name that stands nowhere')
      drawChapters(doc)
    })
    const { book } = await readBytes(pdf, { fontOnlyStructure: true })
    expect(showBody(book.body)).toEqual(SHAPE)
    expect(showBody((await readBytes(pdf)).book.body)).toEqual(['chapter A name that stands nowhere'])
  })

  test('text before the first title is front matter without a title', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['For my friends.'])
      doc.addPage()
      drawChapters(doc, { outline: true })
    })
    const { book } = await readBytes(pdf)
    expect(showBody(book.body)).toEqual(['preface ', ...SHAPE])
    expect(showBlocks(book.body)[0]).toBe('p: For my friends.')
  })

  test('of an outline with parts over chapters are parts, and an appendix is an appendix', async () => {
    const pdf = await makePdf((doc) => {
      const titles = ['Part I The Land', 'Chapter 1 Stones', 'Part II The Sky', 'Chapter 2 Birds', 'Appendix A Sources']
      let part = doc.outline
      for (const [i, title] of titles.entries()) {
        if (i > 0) doc.addPage()
        if (title.startsWith('Part')) part = doc.outline.addItem(title)
        else if (title.startsWith('Chapter')) part.addItem(title)
        else doc.outline.addItem(title)
        writeLines(doc, [title], { y: 80, size: 20 })
        writeLines(doc, fillLines(5), { y: 130 })
      }
    })
    const { book } = await readBytes(pdf)
    expect(showBody(book.body)).toEqual([
      'part Part I The Land',
      '  chapter Chapter 1 Stones',
      'part Part II The Sky',
      '  chapter Chapter 2 Birds',
      'appendix Appendix A Sources',
    ])
  })

  test('a title at the beginning of a line of text is taken out of it', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      doc.outline.addItem('2.1 Methods')
      doc.font('Helvetica-Bold').text('2.1 Methods. ', 72, 150, { continued: true, lineBreak: false })
      doc.font('Helvetica').text('We counted what we saw.', { lineBreak: false })
    })
    const { book } = await readBytes(pdf)
    expect(showBody(book.body)).toContain('chapter 2.1 Methods.')
    expect(showBlocks(book.body).at(-1)).toBe('p: We counted what we saw.')
  })

  test('a document without any title is one chapter under the title of the document', async () => {
    const pdf = await makePdf((doc) => writeLines(doc, fillLines(5)), { info: { Title: 'A Letter' } })
    expect(showBody((await readBytes(pdf)).book.body)).toEqual(['chapter A Letter'])
  })
})

describe('links', () => {
  test('out of the book keep their address, inside of it lead to the place', async () => {
    const pdf = await makePdf((doc) => {
      doc.fontSize(11)
      doc.text('See ', 72, 100, { continued: true }).text('the site', { link: 'https://example.org/', continued: true })
      doc.text(' or ', { link: null, continued: true }).text('the end', { goTo: 'end' })
      doc.addPage()
      doc.addNamedDestination('end', 'XYZ', 0, 100, null)
      writeLines(doc, ['Here it ends.'])
    })
    const { book } = await readBytes(pdf)
    const [first] = showBlocks(book.body)
    expect(first).toMatch(/\[the site ?\]\(https:\/\/example\.org\/\)/)
    const target = first?.match(/\[the end ?\]\(([^)]+)\)/)?.[1]
    const chapter = book.body[0]
    const blocks = chapter !== undefined && chapter.kind !== 'part' ? chapter.blocks : []
    expect(blocks.at(-1)).toMatchObject({ kind: 'paragraph', anchors: [target] })
  })
})
