import { expect, test } from 'vitest'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** A text in a font whose codes from 28 on have these names; another font of the same name may have others. */
async function read(text: string, names: readonly string[], others?: readonly string[]): Promise<string | undefined> {
  let encoding = 0
  const pdf = await makePdf((doc) => {
    writeLines(doc, ['Stones of the hill'])
    const font = Object.keys(doc.page.fonts)[0]
    doc.addContent(`BT /${font} 11 Tf 1 0 0 -1 72 300 Tm (${text}) Tj ET`)
    encoding = encodingOf(doc, names).id
    if (others !== undefined) {
      const part = { Type: 'Font', Subtype: 'Type1', BaseFont: 'ABCDEF+Helvetica', Encoding: encodingOf(doc, others) }
      doc.ref(part).end('')
    }
  })
  const named = (old: string) => `/Encoding ${encoding} 0 R`.padEnd(old.length)
  const bytes = pdf.toString('latin1').replace(/\/Encoding \/WinAnsiEncoding/, named)
  return showBlocks((await readBytes(Buffer.from(bytes, 'latin1'))).book.body).at(-1)
}

function encodingOf(doc: Pdf, names: readonly string[]) {
  const object = doc.ref({ Type: 'Encoding', BaseEncoding: 'WinAnsiEncoding', Differences: [28, ...names] })
  object.end('')
  return object
}

const TEXT = 'they are di\\034erent, so the o\\034ce de\\035ned them'

test('ligatures that are named by their letters are those letters', async () => {
  expect(await read('they are di\\035erent, so the o\\034ce de\\036ned them', ['f_f_i', 'f_f', 'f_i.alt'])).toBe(
    'p: they are different, so the office defined them',
  )
})

test('other names, and codes that fonts of one name use differently, say nothing', async () => {
  expect(await read(TEXT, ['g12', 'a_b2'])).not.toContain('different')
  expect(await read('so they de\\034ned them', ['f_i'])).toBe('p: so they defined them')
  expect(await read('so they de\\034ned them', ['f_i'], ['f_l'])).not.toContain('defined')
})
