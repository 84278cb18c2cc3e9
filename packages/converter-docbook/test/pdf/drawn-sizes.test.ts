import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DrawnSizes } from '../../src/pdf/engine/drawn-sizes.ts'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { openPdf } from '../../src/pdf/engine/pdfium-document.ts'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'
import { tempDir } from '../support/temp-dir.ts'

const font = { name: '', isBold: false, isItalic: false, isFixed: false }
const glyph = (text: string): Glyph => ({ text, x: 0, y: 0, advance: 5, size: 0.24, font, angle: 0 })

describe('DrawnSizes', () => {
  const sizeOf = (letters: ReadonlyArray<readonly [text: string, height: number]>) => {
    const sizes = new DrawnSizes()
    const glyphs = letters.map(([text, height]) => {
      const one = glyph(text)
      sizes.see(one, 1, height)
      return one
    })
    return glyphs.map((one) => sizes.sizes().get(one))
  }

  test('goes by small letters, then by capitals, then by digits', () => {
    const mixed = [['x', 4.3] as const, ['H', 9] as const, [',', 3] as const]
    expect(sizeOf(mixed)).toEqual([10, 10, 10])
    const large = [['H', 6.9] as const, ['1', 9] as const]
    expect(sizeOf(large)).toEqual([10, 10].map((size) => expect.closeTo(size)))
    expect(sizeOf([['1', 6.5]])).toEqual([10])
  })

  test('says nothing of letters that are as small as they are called, or of which none is known', () => {
    expect(sizeOf([['x', 0.1]])).toEqual([undefined])
    expect(sizeOf([[',', 3]])).toEqual([undefined])
    expect(sizeOf([['x', 0]])).toEqual([undefined])
  })
})

const PIXEL = 0.24
/** Letters of a font as programs drew them at 300 dots to the inch: their codes count pixels, at a size of 1. */
const LETTERS: Readonly<Record<string, number>> = { unheard: 30, n: 20, u: 20, m: 20, b: 32, e: 20, r: 20 }

function addDrawnFont(pdf: Pdf): void {
  const drawings = Object.entries(LETTERS).map(([name, height]) => {
    const drawing = pdf.ref({})
    drawing.end(`23 0 2 0 21 ${height} d1 2 0 19 ${height} re f`)
    return [name, drawing] as const
  })
  const font = pdf.ref({
    ...{ Type: 'Font', Subtype: 'Type3', FontBBox: [0, -9, 40, 35], FontMatrix: [1, 0, 0, 1, 0, 0] },
    CharProcs: Object.fromEntries(drawings),
    Encoding: { Type: 'Encoding', Differences: [0, 'unheard', 97, ...'abcdefghijklmnopqrstuvwxyz'] },
    ...{ FirstChar: 0, LastChar: 122, Widths: Array.from({ length: 123 }, () => 23), Resources: {} },
  })
  font.end('')
  Object.assign(pdf.page.fonts, { Drawn: font })
}

test('a font that is drawn in pixels, and kerned by one, is as large as it looks and makes whole words', async () => {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill'])
    addDrawnFont(pdf)
    const text = '[(number) -15000 (numb) -1000 (er) -15000 (number)] TJ'
    pdf.addContent(`BT /Drawn 1 Tf ${PIXEL} 0 0 -${PIXEL} 72 300 Tm ${text} ET`)
  })
  expect(showBlocks((await readBytes(bytes)).book.body)).toEqual(['p: Stones of the hill', 'p: number number number'])
  const path = join(await tempDir(), 'drawn.pdf')
  await writeFile(path, bytes)
  const document = await openPdf(path)
  const sizes = document
    .page(0)
    .glyphs.slice(-6)
    .map(({ size }) => size)
  document.close()
  expect(sizes).toEqual(sizes.map(() => expect.closeTo((20 * PIXEL) / 0.43, 1)))
})

test('a letter with the code 0 that is drawn, and of which nothing says what it is, is told as unknown', async () => {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill'])
    addDrawnFont(pdf)
    pdf.addContent(`BT /Drawn 1 Tf ${PIXEL} 0 0 -${PIXEL} 72 300 Tm [(number) -15000 <00> (umber)] TJ ET`)
  })
  const { book, warnings } = await readBytes(bytes)
  expect(showBlocks(book.body)[1]).toBe('p: number \uFFFDumber')
  expect(warnings.map(({ code }) => code)).toEqual(['unknown_letters'])
})
