import { expect, test } from 'vitest'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const FIRST_CODE = 2

/** Adds a font of drawings without a name, whose codes count up and whose letters are named by their numbers in Unicode. */
function addOutlinedFont(
  pdf: Pdf,
  name: string,
  { letters, widthOf }: { letters: string; widthOf(i: number): number },
) {
  const named = [...letters].map(
    (letter) => `uni${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
  const drawings = named.map((letter, i) => {
    const drawing = pdf.ref({})
    drawing.end(`${widthOf(i)} 0 50 0 ${widthOf(i) - 50} 700 d1 50 0 ${widthOf(i) - 100} 700 re f`)
    return [letter, drawing] as const
  })
  const font = pdf.ref({
    ...{ Type: 'Font', Subtype: 'Type3', FontBBox: [0, 0, 1000, 700], FontMatrix: [0.001, 0, 0, 0.001, 0, 0] },
    CharProcs: Object.fromEntries(drawings),
    Encoding: { Type: 'Encoding', Differences: [FIRST_CODE, ...named] },
    ...{ FirstChar: FIRST_CODE, LastChar: FIRST_CODE + named.length - 1, Resources: {} },
    Widths: named.map((_, i) => widthOf(i)),
  })
  font.end('')
  Object.assign(pdf.page.fonts, { [name]: font })
}

/** The codes of words in a font with these letters, as a string of hexadecimal numbers. */
function codesOf(words: string, letters: string): string {
  return [...words].map((letter) => (letters.indexOf(letter) + FIRST_CODE).toString(16).padStart(2, '0')).join('')
}

test('letters of nameless drawings are what the names of their codes say, by the font that is as wide', async () => {
  const [one, other] = ['abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba']
  const pdf = await makePdf((doc) => {
    writeLines(doc, ['Stones of the hill'])
    addOutlinedFont(doc, 'One', { letters: one, widthOf: (i) => 300 + 10 * i })
    addOutlinedFont(doc, 'Other', { letters: other, widthOf: (i) => 700 - 10 * i })
    const draw = (font: string, codes: string, y: number) =>
      doc.addContent(`BT /${font} 11 Tf 1 0 0 -1 72 ${y} Tm <${codes}> Tj ET`)
    draw('One', codesOf('unheard', one), 300)
    draw('Other', codesOf('quarry', other), 340)
  })
  const { book } = await readBytes(pdf)
  expect(showBlocks(book.body)).toEqual(['p: Stones of the hill', 'p: unheard', 'p: quarry'])
})

test('they stay unknown where fonts of the same widths say different things', async () => {
  const pdf = await makePdf((doc) => {
    writeLines(doc, ['Stones of the hill'])
    for (const letters of ['abcdef', 'fedcba']) addOutlinedFont(doc, letters, { letters, widthOf: () => 500 })
    doc.addContent(`BT /abcdef 11 Tf 1 0 0 -1 72 300 Tm <${codesOf('face', 'abcdef')}> Tj ET`)
  })
  const { book } = await readBytes(pdf)
  expect(showBlocks(book.body).join(' ')).not.toMatch(/face|cafe/)
})
