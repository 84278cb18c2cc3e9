import { expect, test } from 'vitest'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** Draws letters of Helvetica at their places on a line. */
function write(pdf: Pdf, letters: ReadonlyArray<readonly [string, number]>): void {
  const shown = letters.map(([letter, x]) => `1 0 0 -1 ${x} 300 Tm (${letter}) Tj`)
  pdf.addContent(`BT /F1 11 Tf ${shown.join(' ')} ET`)
}

test('what a piece of a line reads by the document stands as far as its last letter', async () => {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill and of the'])
    pdf.addContent('/Span <</ActualText (hill)>> BDC')
    write(pdf, [
      ['H', 72],
      ['H', 90],
    ])
    pdf.addContent('EMC')
    write(pdf, [
      ['s', 98],
      ['and', 107],
    ])
  })
  const { book } = await readBytes(bytes)
  expect(showBlocks(book.body)[1]).toBe('p: hills and')
})
