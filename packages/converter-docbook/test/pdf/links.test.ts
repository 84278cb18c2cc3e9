import { describe, expect, test } from 'vitest'
import type { Block, Component } from '../../src/tree/book.ts'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

function addLink(doc: Pdf): void {
  doc.fontSize(11).text('See there', 72, 60, { goTo: 'there', lineBreak: false })
}

function drawCurve(doc: Pdf, x: number, y: number): void {
  doc
    .moveTo(x, y)
    .bezierCurveTo(x + 60, y + 90, x + 120, y - 20, x + 180, y + 100)
    .stroke()
  doc
    .moveTo(x, y + 100)
    .lineTo(x + 180, y + 10)
    .stroke()
}

/** The block to which the link in the book leads. */
async function goalOf(pdf: Buffer): Promise<Block | undefined> {
  const { book } = await readBytes(pdf)
  const target = showBlocks(book.body)
    .join(' ')
    .match(/\[See there\]\(([^)]+)\)/)?.[1]
  const blocks = book.body.flatMap((piece) => ('blocks' in piece ? (piece as Component).blocks : []))
  return blocks.find((block) => 'anchors' in block && target !== undefined && block.anchors?.includes(target))
}

describe('a link leads', () => {
  test('to the figure of its column, not to the text beside it', async () => {
    const pdf = await makePdf((doc) => {
      addLink(doc)
      doc.addPage()
      doc.addNamedDestination('there', 'XYZ', 60, 240, null)
      writeLines(doc, fillLines(10, 5), { x: 60, y: 80 })
      drawCurve(doc, 80, 250)
      writeLines(doc, fillLines(10, 5), { x: 60, y: 400 })
      writeLines(doc, fillLines(33, 5), { x: 320, y: 80 })
    })
    expect(await goalOf(pdf)).toMatchObject({ kind: 'figure' })
  })

  test('to the text of its column, not to the figure beside it', async () => {
    const pdf = await makePdf((doc) => {
      addLink(doc)
      doc.addPage()
      doc.addNamedDestination('there', 'XYZ', 60, 245, null)
      writeLines(doc, [...fillLines(12, 5), '', 'Here it is.', ...fillLines(20, 5)], { x: 60, y: 80 })
      writeLines(doc, fillLines(10, 5), { x: 320, y: 80 })
      drawCurve(doc, 340, 250)
      writeLines(doc, fillLines(10, 5), { x: 320, y: 400 })
    })
    expect(await goalOf(pdf)).toMatchObject({ kind: 'paragraph' })
  })

  test('to the table of which a part stands at its place', async () => {
    const pdf = await makePdf((doc) => {
      addLink(doc)
      for (const y of [700, 60]) {
        for (const i of [0, 1, 2])
          for (const [k, x] of [80, 230, 330].entries())
            writeLines(doc, [`cell ${y + i} ${k}`], { x, y: y + 4 + 16 * i })
        for (const end of [y, y + 50]) doc.moveTo(72, end).lineTo(480, end).stroke()
        if (y === 700) doc.addPage()
      }
      doc.addNamedDestination('there', 'XYZ', 72, 58, null)
    })
    expect(await goalOf(pdf)).toMatchObject({ kind: 'table', body: { length: 6 } })
  })
})

describe('links on words in a drawing', () => {
  test('stay, on their words after the figure, whose alternative text does not say them again', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      drawCurve(doc, 150, 140)
      doc.fontSize(8).text('bean', 200, 150, { link: 'https://example.org/bean', lineBreak: false })
      doc.fontSize(8).text('pea', 260, 230, { link: 'https://example.org/pea', lineBreak: false })
      writeLines(doc, fillLines(4), { y: 330 })
    })
    expect(showBlocks((await readBytes(pdf)).book.body)[1]).toMatch(
      /^figure\([^"]*p: \[bean\]\(https:\/\/example\.org\/bean\), \[pea\]\(https:\/\/example\.org\/pea\)/,
    )
  })
})

test('a link to a file beside the PDF is dropped and told, its text stays; a web address needs no http', async () => {
  const pdf = await makePdf((doc) => {
    doc.fontSize(11).text('The guide', 72, 60, { link: 'docs/guide.md', lineBreak: false })
    doc.text('The society', 72, 100, { link: 'www.example.org', lineBreak: false })
  })
  const { book, warnings } = await readBytes(pdf)
  expect(showBlocks(book.body)).toEqual(['p: The guide', 'p: [The society](http://www.example.org)'])
  expect(warnings).toEqual([
    { code: 'link_dropped', message: expect.stringContaining('The link to docs/guide.md'), place: 'page 1' },
  ])
})
