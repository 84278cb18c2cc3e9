import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

/** Writes a line of pieces, the odd ones in another font than the even ones. */
function writePieces(
  doc: Pdf,
  pieces: readonly string[],
  { y = 100, fonts = ['Helvetica-Bold', 'Courier'] } = {},
): void {
  doc.fontSize(11)
  for (const [i, piece] of pieces.entries()) {
    doc.font(fonts[i % 2] ?? 'Helvetica')
    const place = i === 0 ? [72, y] : []
    doc.text(piece, ...(place as []), { continued: i < pieces.length - 1, lineBreak: i > 0 })
  }
  doc.font('Helvetica')
}

/** Chapters in large letters, between which something is drawn. */
async function read(draw: (doc: Pdf) => void): Promise<{ body: string[]; blocks: string[] }> {
  const pdf = await makePdf((doc) => {
    for (const [i, title] of ['Of Stones', 'Of Rivers'].entries()) {
      if (i > 0) doc.addPage()
      writeLines(doc, [title], { y: 60, size: 20 })
      writeLines(doc, fillLines(5), { y: 100 })
      if (i === 0) draw(doc)
      writeLines(doc, fillLines(5), { y: 600 })
    }
  })
  const { book } = await readBytes(pdf)
  return { body: showBody(book.body), blocks: showBlocks(book.body) }
}

describe('titles by their looks', () => {
  test('of two lines, of which the second is only partly bold, are whole', async () => {
    const { body } = await read((doc) => {
      writePieces(doc, ['How the stones of all the rivers came into the hands of people who use'], { y: 210 })
      writePieces(doc, ['the program ', 'stones', ' on the land'], { y: 224 })
      writeLines(doc, fillLines(5), { y: 252 })
    })
    expect(body[1]).toMatch(/^ {2}How the stones .* who use the program stones on the land$/)
  })

  test('of two lines, of which the first is only partly bold, are whole', async () => {
    const { body } = await read((doc) => {
      writePieces(doc, ['How the stones of ', 'the rivers', ' came into the hands of the men who use'], { y: 210 })
      writePieces(doc, ['the stones on the land'], { y: 224 })
      writeLines(doc, fillLines(5), { y: 252 })
    })
    expect(body[1]).toMatch(/^ {2}How the stones .* who use the stones on the land$/)
  })

  test('are none where bold words begin a paragraph and go on over its first line', async () => {
    const { body, blocks } = await read((doc) => {
      writePieces(doc, ['Stones are never to be taken out of the river by any of all the people'], { y: 210 })
      writePieces(doc, ['who bathe.', ' They are cold and wet, and so is the river in which they lie.'], {
        y: 224,
        fonts: ['Helvetica-Bold', 'Helvetica'],
      })
    })
    expect(body).toEqual(['chapter Of Stones', 'chapter Of Rivers'])
    expect(blocks.join(' ')).toMatch(/the people who bathe\..*They are cold/)
  })

  test('are none where bold terms stand over explanations that are set further in', async () => {
    const { body } = await read((doc) => {
      for (const [i, term] of ['Granite', 'Chalk', 'Flint'].entries()) {
        writePieces(doc, [term], { y: 210 + 60 * i })
        writeLines(doc, fillLines(2, 6), { x: 110, y: 226 + 60 * i })
      }
    })
    expect(body).toEqual(['chapter Of Stones', 'chapter Of Rivers'])
  })

  test.each([
    ['not set further in', { x: 72, below: 16 }],
    ['further in but further below, too', { x: 110, below: 24 }],
  ])('are titles where the text below them is %s', async (_, { x, below }) => {
    const { body } = await read((doc) => {
      for (const [i, term] of ['Granite', 'Chalk', 'Flint'].entries()) {
        writePieces(doc, [term], { y: 210 + 70 * i })
        writeLines(doc, fillLines(2, 6), { x, y: 210 + below + 70 * i })
      }
    })
    expect(body).toEqual(['chapter Of Stones', '  Granite', '  Chalk', '  Flint', 'chapter Of Rivers'])
  })

  test('are none where a line in large letters goes on from one with two columns', async () => {
    const { body } = await read((doc) => {
      writeLines(doc, ['take-stone river stone'], { y: 210, size: 12 })
      writeLines(doc, ['[a function]'], { x: 230, y: 210, size: 12 })
      writeLines(doc, ['Depth and Weight'], { y: 223, size: 12 })
      writeLines(doc, fillLines(4), { y: 245 })
    })
    expect(body).toEqual(['chapter Of Stones', 'chapter Of Rivers'])
  })
})

describe('titles by their looks and an outline', () => {
  /** Two titles on eight pages, and entries of the outline that lead to the first and the fifth. */
  async function bodyWith(entries: readonly string[]): Promise<string[]> {
    const pdf = await makePdf((doc) => {
      for (let page = 0; page < 8; page++) {
        if (page > 0) doc.addPage()
        const entry = entries[page / 4]
        if (entry !== undefined) doc.outline.addItem(entry)
        if (page % 4 === 0) writeLines(doc, [page === 0 ? 'Of Stones' : 'Of Rivers'], { y: 60, size: 20 })
        writeLines(doc, fillLines(30), { y: 100 })
      }
    })
    return showBody((await readBytes(pdf)).book.body)
  }

  test('stand below its entries where those are names of files that were put together', async () => {
    const body = await bodyWith(['stones_final', 'rivers_final'])
    expect(body).toEqual(['chapter stones_final', '  Of Stones', 'chapter rivers_final', '  Of Rivers'])
  })

  test('are none where an entry stands on a page', async () => {
    expect(await bodyWith(['Of Stones'])).toEqual(['chapter Of Stones'])
    expect(await bodyWith(['Of Stones', 'rivers_final'])).toEqual(['chapter Of Stones', 'chapter rivers_final'])
  })

  test('are told by an outline of nothing but small letters as little as by none', async () => {
    expect((await bodyWith(['l', 'l'])).filter((title) => title.includes('Of'))).toHaveLength(2)
    expect((await bodyWith(['l', 'l'])).join(' ')).not.toMatch(/\bl\b/)
  })
})
