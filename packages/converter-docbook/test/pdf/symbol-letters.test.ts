import { describe, expect, test } from 'vitest'
import { PIECE } from '../../src/pdf/engine/named-letters.ts'
import { seenLetter } from '../../src/pdf/engine/symbol-letters.ts'
import { fillLines, makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** A list whose bullets are a letter of a font with a name of nine letters. */
async function listWith(letter: string, name: string): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    doc.font('Times-Roman')
    writeLines(doc, fillLines(3), { y: 60 })
    for (const [i, item] of ['one stone', 'two rivers', 'three birds'].entries()) {
      doc.font('Helvetica')
      writeLines(doc, [letter], { x: 80, y: 140 + 16 * i })
      doc.font('Times-Roman')
      writeLines(doc, [item], { x: 95, y: 140 + 16 * i })
    }
  })
  const named = pdf.toString('latin1').replace('/BaseFont /Helvetica', `/BaseFont /${name.padEnd(9)}`)
  return showBlocks((await readBytes(Buffer.from(named, 'latin1'))).book.body)
}

describe('letters of fonts of signs', () => {
  test.each([
    ['l', 'Wingdings'],
    ['n', 'Wingdings'],
    ['q', 'Wingdings'],
  ])('the bullet %s of %s makes a list', async (letter, name) => {
    expect((await listWith(letter, name)).at(-1)).toBe('ul(p: one stone + p: two rivers + p: three birds)')
  })

  test('the same letter of another font stays what it is', async () => {
    expect((await listWith('I', 'Helvetica')).join(' ')).toContain('I one stone')
  })
})

describe('seenLetter', () => {
  const font = (name: string) => ({ name, isBold: false, isItalic: false, isFixed: false })

  test.each([
    ['Symbol', 'mabDW', 'μαβΔΩ'],
    ['AdvP4C4E74', '¼ðÞþ½\u008aj\0\u0018', '=()+[]|−∼'],
    ['AdvPS4C4E51', '<;>', '<,>'],
    ['AdvP4C4E46', '\0\u0001', '()'],
    ['AdvP7DA6', '8,', '°<'],
    ['AdvP80675', '12345679', '+−×÷=±79'],
    ['Fourier-Math-Symbols', 'p;=<+|N', '√∅=<+|N'],
    ['Fourier-Math-Extension', 'XPYRp([\uf8ee', '∑∑∏∫√([⎡'],
    ['CommonBullets', '\uFFFDa', '•a'],
    ['SymbolMT', '\uf0b3\uf0b1\uf06d\uf0b7', '≥±μ•'],
    ['Symbol,Bold', '³£¹', '≥≤≠'],
    ['Wingdings-Regular', 'ln(\uf0fc', '●■🕿✓'],
    ['Wingdings', 'Ÿ\u0152', '•➊'], // what Windows has for the codes 0x9f and 0x8c
    ['Wingdings2', 'P', '🗸'],
    ['Webdings', 'a', '✔'],
  ])('has the signs of %s', (name, letters, signs) => {
    expect([...letters].map((letter) => seenLetter(letter, font(name))).join('')).toBe(signs)
  })

  test('leaves signs alone that a document names', () => {
    const signs = 'α≥°±×÷¬µ©•−'
    expect([...signs].map((sign) => seenLetter(sign, font('Symbol'))).join('')).toBe(signs)
  })

  test.each(['Symbola', 'SymbolSet', 'Helvetica', 'LinuxSymbols'])('leaves letters of %s alone', (name) => {
    expect(seenLetter('m', font(name))).toBe('m')
  })

  test.each([
    ['HyhwpEQ', '\ue001\ue034\ue03d\ue046\ue09d\ue0b4\ue0c4\ue0e5\ue0fe', 'B10−αω∂az'],
    ['LinLibertineO-Identity-H', '\ue049e so\ue039ware \ue051\ue06a', 'The software az'],
    ['FontAwesome5Free-Solid', '\uf00c\uf111', '✓●'],
  ])('knows what %s means by its own private codes', (name, text, seen) => {
    expect([...text].map((letter) => seenLetter(letter, font(name))).join('')).toBe(seen)
  })

  test('pictures among letters and bars of fractions are no letters, letters of such fonts are', () => {
    expect(seenLetter('\uf0eb', font('FontAwesome'))).toBe(PIECE)
    expect(seenLetter('\ufffd', font('icomoon'))).toBe(PIECE)
    expect(seenLetter('A', font('FontAwesome'))).toBe('A')
    expect(seenLetter('\ue06d', font('HyhwpEQ'))).toBe(PIECE)
    expect(seenLetter('A', font('HyhwpEQ'))).toBe('A')
  })

  test('knows what Adobe means by private codes, but not those of pictures', () => {
    const letters = '\uf731\uf739\uf761\uf7e9\uf6be\uf6d9\uf8eb\uf8ed'
    expect([...letters].map((letter) => seenLetter(letter, font('MinionExp'))).join('')).toBe('19aéȷ©⎛⎝')
    expect(seenLetter('\uf6bf', font('MinionExp'))).toBe('\uf6bf')
    expect(seenLetter('\ue020', font('MinionExp'))).toBe('\ue020')
    expect(seenLetter('\uf721', font('SegoeUIEmoji'))).toBe('\uf721')
  })
})

describe('letters without names', () => {
  const formula = async (name: string) => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['Stones of the hill'])
      const font = Object.keys(doc.page.fonts)[0]
      doc.addContent(`BT /${font} 11 Tf 1 0 0 -1 72 300 Tm (so it is 2\\002\\0173) Tj ET`)
    })
    const named = pdf.toString('latin1').replace('/BaseFont /Helvetica', `/BaseFont /${name.padEnd(9)}`)
    return showBlocks((await readBytes(Buffer.from(named, 'latin1'))).book.body).at(-1)
  }

  test('are those of the mathematical fonts of TeX', async () => {
    expect(await formula('CMSY10')).toBe('p: so it is 2×•3')
    expect(await formula('CMMI8')).toBe('p: <emphasis>so it is 2Θϵ3</>')
  })

  test('of other fonts are left out', async () => {
    expect(await formula('Helvetica')).toBe('p: so it is 2 3')
  })
})
