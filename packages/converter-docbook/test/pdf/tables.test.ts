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

  test('without lines stay text, row by row', async () => {
    const { book } = await readBytes(await makePdf((doc) => drawTable(doc, [])))
    const blocks = showBlocks(book.body)
    expect(blocks.join(' ')).not.toContain('table')
    expect(blocks.join(' ')).toMatch(/Stone Age.*Granite old.*Chalk young/)
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
})
