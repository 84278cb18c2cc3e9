import { describe, expect, test } from 'vitest'
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

/** A line in a font of this name of which the document has a part, with these widths for the letters from the space on. */
async function lineOf(name: string, widths: readonly number[]): Promise<string | undefined> {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill, as they lie there'])
    const ended = (entries: object) => {
      const object = pdf.ref(entries)
      object.end('')
      return object
    }
    const descriptor = ended({ Type: 'FontDescriptor', FontName: name, Flags: 4, FontBBox: [0, -200, 1000, 900] })
    const letters = ended({
      ...{ Type: 'Font', Subtype: 'CIDFontType2', BaseFont: name, FontDescriptor: descriptor, W: [32, widths] },
      CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
    })
    const meaning = pdf.ref({})
    meaning.end(
      'begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0020> <007E> <0020> endbfrange',
    )
    const font = ended({
      ...{ Type: 'Font', Subtype: 'Type0', BaseFont: name, Encoding: 'Identity-H', DescendantFonts: [letters] },
      ToUnicode: meaning,
    })
    const plain = Object.keys(pdf.page.fonts)[0]
    Object.assign(pdf.page.fonts, { Own: font })
    const codes = Buffer.from('a river of stones', 'utf16le').swap16().toString('hex')
    pdf.addContent(`BT 1 0 0 -1 72 300 Tm /${plain} 11 Tf (so it is ) Tj /Own 11 Tf <${codes}> Tj ET`)
  })
  return showBlocks((await readBytes(bytes)).book.body).at(-1)
}

describe('a font whose letters have one width', () => {
  const SAME = Array.from({ length: 95 }, () => 500)
  const but = (letters: string, width: number) =>
    SAME.map((same, i) => (letters.includes(String.fromCharCode(i + 32)) ? width : same))

  test.each(['mplus1mn-regular', 'e7895c+mplus1mn-regular'])('is that of code, whatever its name: %s', async (name) => {
    expect(await lineOf(name, SAME)).toBe('p: so it is <code>a river of stones</>')
  })

  test('is none where it is one for formulas, whose codes are no letters', async () => {
    expect(await lineOf('CMEX10', SAME)).not.toContain('code')
  })

  test.each([
    ['a single narrow letter is known', but("jlt.,:;'!|", 0)],
    ['a narrow letter is narrower', but('i', 250)],
    ['a wide letter is wider', but('W', 750)],
    ['narrow letters are not known', but("ijlt.,:;'!|", 0)],
    [
      'letters are as wide as one that the font does not have',
      but(SAME.map((_, i) => String.fromCharCode(i + 32)).join(''), 1000),
    ],
  ])('is none, where %s', async (_, widths) => {
    expect(await lineOf('Any', widths)).not.toContain('code')
  })
})
