import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPdf } from '../../src/pdf/engine/pdfium-document.ts'
import { makePdf, writeLines } from '../support/pdf-builder.ts'
import { tempDir } from '../support/temp-dir.ts'

test.each([0.25, -0.25])(
  'letters that the page slants by %d are as wide and as large as upright ones',
  async (lean) => {
    const bytes = await makePdf((doc) => {
      writeLines(doc, ['Stones'])
      const font = Object.keys(doc.page.fonts)[0]
      for (const [matrix, y] of [['1 0 0 -1', 300] as const, [`1 0 ${lean} -1`, 320] as const]) {
        doc.addContent(`BT /${font} 10 Tf ${matrix} 72 ${y} Tm (Old jugs) Tj ET`)
      }
    })
    const file = join(await tempDir(), 'leaning.pdf')
    await writeFile(file, bytes)
    const document = await openPdf(file)
    try {
      const { glyphs } = document.page(0)
      const measured = (top: number) =>
        glyphs.filter(({ y }) => Math.abs(y - top) < 1).map(({ text, advance, size }) => ({ text, advance, size }))
      const upright = measured(300)
      expect(upright.map(({ text }) => text).join('')).toBe('Old jugs')
      const same = upright.map(({ text, advance, size }) => ({
        text,
        advance: expect.closeTo(advance, 1),
        size: expect.closeTo(size, 3),
      }))
      expect(measured(320)).toEqual(same)
    } finally {
      document.close()
    }
  },
)
