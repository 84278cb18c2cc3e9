import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const HEAD = ['Stone', 'Age', 'Found in']
const FIRST = [
  ['Granite', '300', 'the north'],
  ['Chalk', '80', 'the south'],
  ['Flint', '75', 'the chalk'],
]
const LATER = [
  ['Slate', '400', 'the west'],
  ['Sand', '1', 'the rivers'],
  ['Clay', '2', 'the fields'],
]
const JOINED = /Flint, 1x1 p: 75, 1x1 p: the chalk; 1x1 p: Slate, 1x1 p: 400, 1x1 p: the west; 1x1 p: Sand/

interface Part {
  readonly y: number
  readonly head?: readonly string[] | undefined
  readonly x?: readonly number[]
}

/** Draws rows between lines, the head above the second one. */
function drawPart(doc: Pdf, body: readonly (readonly string[])[], { y, head, x = [80, 230, 330] }: Part): void {
  const rows = head === undefined ? body : [head, ...body]
  for (const [i, cells] of rows.entries())
    for (const [k, cell] of cells.entries()) writeLines(doc, [cell], { x: x[k] ?? 0, y: y + 4 + 16 * i })
  const ends = [0, ...(head === undefined ? [] : [16]), 16 * rows.length + 2]
  for (const end of ends)
    doc
      .moveTo(72, y + end)
      .lineTo(480, y + end)
      .stroke()
}

interface Pages {
  readonly above?: readonly string[]
  readonly first?: Partial<Part>
  readonly between?: (doc: Pdf) => void
  readonly later?: Partial<Part>
  readonly laterAbove?: readonly string[]
}

/** The blocks of two pages: text and a table that ends at the foot of the first, a table and text on the second. */
async function blocksOf({ above = [], first, between, later, laterAbove = [] }: Pages): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    writeLines(doc, fillLines(5), { y: 60 })
    writeLines(doc, above, { y: 670 })
    drawPart(doc, FIRST, { y: 700, head: HEAD, ...first })
    between?.(doc)
    doc.addPage()
    writeLines(doc, laterAbove, { y: 50 })
    drawPart(doc, LATER, { y: 80, head: HEAD, ...later })
    writeLines(doc, fillLines(5), { y: 700 })
  })
  return showBlocks((await readBytes(pdf)).book.body)
}

const tablesOf = (blocks: readonly string[]) => blocks.filter((block) => block.startsWith('table'))

describe('a table that goes on on the next page', () => {
  test('is one table, whose head stands there once', async () => {
    const blocks = await blocksOf({})
    expect(tablesOf(blocks)).toEqual([expect.stringMatching(JOINED)])
    expect(blocks.join(' ').match(/Found in/g)).toHaveLength(1)
  })

  test('is one table where the head is not said again', async () => {
    expect(tablesOf(await blocksOf({ later: { head: undefined } }))).toEqual([expect.stringMatching(JOINED)])
  })

  test('is one table where the next page has another margin', async () => {
    const later = { x: [60, 210, 310] }
    expect(tablesOf(await blocksOf({ later }))).toEqual([expect.stringMatching(JOINED)])
  })

  test('loses what says that it goes on', async () => {
    const blocks = await blocksOf({
      above: ['Table 3: Stones'],
      between: (doc) => writeLines(doc, ['Continued on next page'], { x: 200, y: 775 }),
      laterAbove: ['Table 3 (continued)'],
    })
    expect(tablesOf(blocks)).toEqual([expect.stringContaining('table "Table 3: Stones"(!1x1 p: Stone')])
    expect(blocks.join(' ')).not.toMatch(/continued/i)
  })

  test('stands before the notes of its first page', async () => {
    const blocks = await blocksOf({
      between: (doc) => {
        doc.fontSize(5).text('3', 72, 785, { lineBreak: false })
        doc.fontSize(8).text('As everybody knows.', 76, 786, { lineBreak: false })
      },
    })
    expect(tablesOf(blocks)).toEqual([expect.stringMatching(JOINED)])
    expect(blocks.join(' ')).toContain('As everybody knows.')
  })

  test('takes rows that are no table for themselves', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(5), { y: 60 })
      drawPart(doc, FIRST, { y: 700, head: HEAD })
      doc.addPage()
      for (const [i, cells] of LATER.slice(0, 2).entries())
        for (const [k, cell] of cells.entries()) writeLines(doc, [cell], { x: [80, 230, 330][k] ?? 0, y: 60 + 16 * i })
      writeLines(doc, fillLines(5), { y: 700 })
    })
    expect(tablesOf(showBlocks((await readBytes(pdf)).book.body))).toEqual([expect.stringMatching(JOINED)])
  })

  test('ends after a hundred pages', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(5), { y: 60 })
      for (let page = 0; page < 103; page++) {
        drawPart(
          doc,
          FIRST.map(([stone = '', ...rest]) => [`${stone} ${page}`, ...rest]),
          { y: 700, head: HEAD },
        )
        doc.addPage()
      }
      writeLines(doc, fillLines(5), { y: 60 })
    })
    expect(tablesOf(showBlocks((await readBytes(pdf)).book.body))).toHaveLength(2)
  })
})

describe('the table of the next page is another one', () => {
  test('with a caption of its own', async () => {
    const blocks = await blocksOf({ above: ['Table 3: Stones'], laterAbove: ['Table 4: Others'] })
    expect(tablesOf(blocks)).toHaveLength(2)
    expect(blocks.join(' ')).toContain('Table 4: Others')
  })

  test('with a head of its own', async () => {
    expect(tablesOf(await blocksOf({ later: { head: ['Earth', 'Age', 'Kept in'] } }))).toHaveLength(2)
  })

  test('with columns at other places', async () => {
    expect(tablesOf(await blocksOf({ later: { head: undefined, x: [80, 190, 390] } }))).toHaveLength(2)
  })

  test('after text below the first', async () => {
    const between = (doc: Pdf) => writeLines(doc, ['And that is all about them.'], { y: 785 })
    expect(tablesOf(await blocksOf({ between }))).toHaveLength(2)
  })

  test('where the first ends high on its page and no head comes again', async () => {
    const blocks = await blocksOf({ first: { y: 300 }, later: { head: undefined } })
    expect(tablesOf(blocks)).toHaveLength(2)
  })
})
