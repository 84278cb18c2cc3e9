import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'

/** The title of a document that says none, and what is told of it. */
async function titleOf(draw: (pdf: Pdf) => void, options: object = {}): Promise<[string | undefined, string[]]> {
  const { book, warnings } = await readBytes(await makePdf(draw, options))
  return [book.metadata.title, warnings.map(({ message }) => message)]
}

function paper(doc: Pdf, title: readonly string[], { size = 18, y = 60 } = {}): void {
  writeLines(doc, title, { y, size, step: 22 })
  writeLines(doc, fillLines(20), { y: 200 })
}

describe('the title of a PDF that names none', () => {
  test('is the largest text of the first page, over several lines, and that is told', async () => {
    const [title, told] = await titleOf((doc) => paper(doc, ['On Growth and Form', 'in the Small']))
    expect(title).toBe('On Growth and Form in the Small')
    expect(told).toEqual([
      'The PDF names no title; "On Growth and Form in the Small", the largest text of its first page, was taken',
    ])
  })

  test('is not looked for where the PDF names one', async () => {
    const info = { info: { Title: 'The True One' } }
    expect(await titleOf((doc) => paper(doc, ['On Growth and Form']), info)).toEqual(['The True One', []])
  })

  test('has no raised mark of a note', async () => {
    const [title] = await titleOf((doc) => {
      writeLines(doc, ['On Growth and Form'], { y: 60, size: 18 })
      const right = 72 + doc.widthOfString('On Growth and Form')
      writeLines(doc, ['2'], { x: right, y: 58, size: 9 })
      writeLines(doc, fillLines(20), { y: 200 })
    })
    expect(title).toBe('On Growth and Form')
  })

  test('may stand on a second page again, and has no mark of a note', async () => {
    const [title] = await titleOf((doc) => {
      writeLines(doc, ['On Growth and Form†'], { y: 300, size: 18 })
      doc.addPage()
      paper(doc, ['On Growth and Form'])
    })
    expect(title).toBe('On Growth and Form')
  })

  test('is none where chapters begin in the same size', async () => {
    const [title, told] = await titleOf((doc) => {
      paper(doc, ['The Storm'])
      for (const chapter of ['The Calm', 'The Harbour']) paper(doc.addPage(), [chapter])
    })
    expect([title, told]).toEqual([undefined, []])
  })

  test.each([['Abstract'], ['1 Introduction'], ['Chapter 7'], ['42']])('is not %s', async (text) => {
    expect(await titleOf((doc) => paper(doc, [text]))).toEqual([undefined, []])
  })

  test('is none where two texts apart are as large, or none is larger than the text', async () => {
    const apart = (doc: Pdf) => {
      paper(doc, ['A Journal of Forms'], { y: 30 })
      writeLines(doc, ['On Growth'], { y: 700, size: 18 })
    }
    expect((await titleOf(apart))[0]).toBeUndefined()
    expect((await titleOf((doc) => paper(doc, ['On Growth and Form'], { size: 12 })))[0]).toBeUndefined()
  })
})
