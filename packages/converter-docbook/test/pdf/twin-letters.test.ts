import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPdf } from '../../src/pdf/engine/pdfium-document.ts'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'
import { tempDir } from '../support/temp-dir.ts'

/** Draws letters one by one, each a little nearer to the one before than that is wide, or by `step`. */
function drawLetters(pdf: Pdf, letters: string, { y, step }: { y: number; step?: number }): void {
  const font = Object.keys(pdf.page.fonts).at(-1)
  let x = 72
  for (const letter of letters) {
    pdf.addContent(`BT /${font} 15 Tf 1 0 0 -1 ${x} ${y} Tm (${letter}) Tj ET`)
    x += step ?? 0.8 * pdf.widthOfString(letter)
  }
}

test('the second of two letters that reach over each other is no shadow of the first', async () => {
  const pdf = await makePdf((doc) => {
    doc.font('Times-Italic').fontSize(15)
    writeLines(doc, ['Stones'], { size: 15 })
    drawLetters(doc, 'effort,off', { y: 300 })
    drawLetters(doc, 'stuff', { y: 340 })
  })
  expect(showBlocks((await readBytes(pdf)).book.body).join(' ')).toMatch(/effort,off.*stuff/)
})

test('a letter drawn once more at its place is one letter', async () => {
  const pdf = await makePdf((doc) => {
    doc.font('Times-Italic').fontSize(15)
    writeLines(doc, ['Stones'], { size: 15 })
    drawLetters(doc, 'fff', { y: 300, step: 0.4 })
    drawLetters(doc, 'quarry', { y: 340 })
  })
  const file = join(await tempDir(), 'shadows.pdf')
  await writeFile(file, pdf)
  const document = await openPdf(file)
  const { glyphs } = document.page(0)
  document.close()
  expect(glyphs.map(({ text }) => text).join('')).toBe('Stonesfquarry')
})
