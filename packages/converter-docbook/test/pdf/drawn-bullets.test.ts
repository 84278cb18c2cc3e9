import { expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

async function blocksOf(draw: (doc: Pdf) => void): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    writeLines(doc, fillLines(4), { y: 60 })
    draw(doc)
  })
  return showBlocks((await readBytes(pdf)).book.body).slice(1)
}

const LINES = ['Granite is a hard stone', 'Chalk is a soft one']

test('dots that are drawn before lines are the bullets of a list', async () => {
  const blocks = await blocksOf((doc) => {
    writeLines(doc, LINES, { x: 90, y: 160, step: 16 })
    for (const y of [165, 181]) doc.circle(82, y, 1.8).fill()
  })
  expect(blocks).toEqual(['ul(p: Granite is a hard stone + p: Chalk is a soft one)'])
})

test('one dot, and dots of a plot, are none', async () => {
  const blocks = await blocksOf((doc) => {
    writeLines(doc, LINES, { x: 90, y: 160, step: 16 })
    doc.circle(82, 165, 1.8).fill()
  })
  expect(blocks.join(' ')).not.toContain('ul(')
  const plot = await blocksOf((doc) => {
    writeLines(doc, ['rain', 'snow'], { x: 90, y: 160, step: 16 })
    for (const y of [165, 181, 200, 210, 220, 230]) doc.circle(82, y, 1.8).fill()
  })
  expect(plot.join(' ')).not.toContain('ul(')
})
