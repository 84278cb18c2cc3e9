import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const ROWS = [
  ['Stone', 'Age'],
  ['Granite', 'old'],
  ['Chalk', 'young'],
]

function drawTable(doc: Pdf, rules: readonly number[]): void {
  writeLines(doc, fillLines(4), { y: 60 })
  writeLines(doc, ['Table 1: Stones'], { y: 140 })
  for (const [i, cells] of ROWS.entries()) {
    for (const [k, cell] of cells.entries()) writeLines(doc, [cell], { x: 80 + 150 * k, y: 170 + 16 * i })
  }
  for (const y of rules) doc.moveTo(72, y).lineTo(400, y).stroke()
}

describe('tables', () => {
  test('between lines are tables, with the head above the second line and the caption as title', async () => {
    const { book } = await readBytes(await makePdf((doc) => drawTable(doc, [166, 183, 217])))
    expect(showBlocks(book.body).at(-1)).toBe(
      'table "Table 1: Stones"(!1x1 p: Stone, !1x1 p: Age / 1x1 p: Granite, 1x1 p: old; 1x1 p: Chalk, 1x1 p: young / )',
    )
  })

  test('with a line below each row have the head above the first line', async () => {
    const { book } = await readBytes(await makePdf((doc) => drawTable(doc, [182, 198, 214])))
    expect(showBlocks(book.body).at(-1)).toBe(
      'table "Table 1: Stones"(!1x1 p: Stone, !1x1 p: Age / 1x1 p: Granite, 1x1 p: old; 1x1 p: Chalk, 1x1 p: young / )',
    )
  })

  test('with a line below the head alone, and many rows below it, have a row per line', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      const rows = [...ROWS, ['Flint', 'young'], ['Sum', '4']]
      for (const [i, cells] of rows.entries())
        for (const [k, cell] of cells.entries()) writeLines(doc, [cell], { x: 80 + 150 * k, y: 170 + 16 * i })
      for (const y of [166, 183, 231, 250]) doc.moveTo(72, y).lineTo(400, y).stroke()
    })
    const [table] = showBlocks((await readBytes(pdf)).book.body).filter((block) => block.startsWith('table'))
    expect(table).toContain(
      '1x1 p: Granite, 1x1 p: old; 1x1 p: Chalk, 1x1 p: young; 1x1 p: Flint, 1x1 p: young; 1x1 p: Sum',
    )
  })

  test('have a head over two columns in a cell over both', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      writeLines(doc, ['Stone'], { x: 80, y: 170 })
      writeLines(doc, ['Years of its age in the land'], { x: 200, y: 170 })
      for (const [i, cells] of [
        ['Granite', '290', '310'],
        ['Chalk', '70', '90'],
        ['Flint', '75', '80'],
      ].entries())
        for (const [k, cell] of cells.entries()) writeLines(doc, [cell], { x: [80, 210, 310][k] ?? 0, y: 190 + 16 * i })
      for (const y of [166, 185, 240]) doc.moveTo(72, y).lineTo(400, y).stroke()
    })
    expect(showBlocks((await readBytes(pdf)).book.body).at(-1)).toContain(
      '(!1x1 p: Stone, !2x1 p: Years of its age in the land / 1x1 p: Granite, 1x1 p: 290, 1x1 p: 310;',
    )
  })

  test('whose lines are drawn cell by cell are not cut into columns of text', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (const i of [0, 1, 2, 3]) {
        for (const x of [80, 280]) writeLines(doc, [`Some words of cell ${i} at ${x}`], { x, y: 170 + 20 * i })
      }
      for (const i of [0, 1, 2, 3, 4]) {
        for (const [from, to] of [
          [72, 254],
          [254, 440],
        ] as const)
          doc
            .moveTo(from, 166 + 20 * i)
            .lineTo(to, 166 + 20 * i)
            .stroke()
      }
    })
    expect(showBlocks((await readBytes(pdf)).book.body).at(-1)).toContain(
      '1x1 p: Some words of cell 1 at 80, 1x1 p: Some words of cell 1 at 280;',
    )
  })

  test('inside a frame of their own take every line once', async () => {
    const pdf = await makePdf((doc) => {
      drawTable(doc, [166, 183, 217])
      for (const y of [163, 290]) doc.moveTo(60, y).lineTo(500, y).stroke()
      writeLines(doc, ['Granite'], { x: 80, y: 250 })
      writeLines(doc, ['again'], { x: 230, y: 250 })
    })
    const text = showBlocks((await readBytes(pdf)).book.body).join(' ')
    expect(text.match(/Granite/g)).toHaveLength(2)
    expect(text.match(/Chalk/g)).toHaveLength(1)
  })

  test('a paragraph between two lines is no table', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(6))
      for (const y of [90, 190]) doc.moveTo(72, y).lineTo(500, y).stroke()
    })
    expect(showBlocks((await readBytes(pdf)).book.body)).toHaveLength(1)
  })

  test('code in a frame, with remarks beside it, is no table', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      doc.font('Courier')
      writeLines(doc, ['let a = 1', 'let bcd = 2', 'let e = 3'], { x: 80, y: 170 })
      writeLines(doc, ['# one', '# two', '# three'], { x: 230, y: 170 })
      for (const y of [166, 215]) doc.moveTo(72, y).lineTo(400, y).stroke()
      for (const x of [72, 400]) doc.moveTo(x, 166).lineTo(x, 215).stroke()
    })
    const blocks = showBlocks((await readBytes(pdf)).book.body)
    expect(blocks.join(' ')).not.toContain('table')
    expect(blocks.at(-1)).toMatch(/^code: let a = 1/)
  })

  test('labels of a drawing in a frame are no table', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      writeLines(doc, ['draw(A-B-C)'], { x: 80, y: 200 })
      for (const [i, letter] of ['A', 'B', 'C', 'D'].entries())
        writeLines(doc, [letter], { x: 250 + 25 * i, y: 176 + 12 * i })
      for (const y of [166, 235]) doc.moveTo(72, y).lineTo(400, y).stroke()
    })
    expect(showBlocks((await readBytes(pdf)).book.body).join(' ')).not.toContain('table')
  })

  test('notes on the lines of a staff are no table', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (const i of [0, 1, 2, 3, 4])
        doc
          .moveTo(72, 170 + 6 * i)
          .lineTo(400, 170 + 6 * i)
          .stroke()
      for (const i of [0, 1, 2, 3]) for (const x of [90, 210]) writeLines(doc, ['hmn'], { x, y: 169 + 6 * i, size: 8 })
    })
    expect(showBlocks((await readBytes(pdf)).book.body).join(' ')).not.toContain('table')
  })
})
