import { expect, test } from 'vitest'
import { makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** A line in a font of this name, whose stems are said to be so wide. */
async function lineIn(name: string, stemV: number): Promise<string | undefined> {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill, as they lie there'])
    const descriptor = pdf.ref({
      ...{ Type: 'FontDescriptor', FontName: name, Flags: 32, FontBBox: [0, -200, 1000, 900], ItalicAngle: 0 },
      ...{ Ascent: 900, Descent: -200, CapHeight: 700, StemV: stemV },
    })
    descriptor.end('')
    const font = pdf.ref({
      ...{ Type: 'Font', Subtype: 'TrueType', BaseFont: name, FontDescriptor: descriptor, Encoding: 'WinAnsiEncoding' },
      ...{ FirstChar: 32, LastChar: 126, Widths: Array.from({ length: 95 }, (_, i) => 450 + (i % 3) * 50) },
    })
    font.end('')
    const plain = Object.keys(pdf.page.fonts)[0]
    Object.assign(pdf.page.fonts, { Own: font })
    pdf.addContent(`BT 1 0 0 -1 72 300 Tm /${plain} 11 Tf (so it is ) Tj /Own 11 Tf (a river of stones) Tj ET`)
  })
  return showBlocks((await readBytes(bytes)).book.body).at(-1)
}

test.each(['Libertine-Bold', 'LinLibertineB', 'Museo-900', 'MyriadBd', 'Gotham-Ultra', 'CMBX10'])(
  '%s is bold by its name',
  async (name) => {
    expect(await lineIn(name, 80)).toBe('p: so it is <strong>a river of stones</>')
  },
)

test.each(['Nimbus-Regu', 'CMR10', 'Gotham-UltraLight', 'Merriweather-Regular'])(
  '%s is not bold, however wide its stems are said to be',
  async (name) => {
    expect(await lineIn(name, 300)).toBe('p: so it is a river of stones')
  },
)
