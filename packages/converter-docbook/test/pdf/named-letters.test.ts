import { describe, expect, test } from 'vitest'
import { letterNamed, PIECE } from '../../src/pdf/engine/named-letters.ts'
import { isTexSigns, texLetter } from '../../src/pdf/engine/tex-letters.ts'

describe('letterNamed', () => {
  test.each([
    ['f_f_i', 'ffi'],
    ['f_i.alt', 'fi'],
    ['uni0041', 'A'],
    ['uni00410301', 'Á'],
    ['uni037E', ';'],
    ['u1D400', '𝐀'],
    ['parenleftBig', '('],
    ['bracketrightbigg', ']'],
    ['summationdisplay', '∑'],
    ['integraltext', '∫'],
    ['radicalBigg', '√'],
    ['braceleftmid', '⎨'],
    ['angbracketleft', '⟨'],
    ['floorleft', '⌊'],
    ['epsilon1', 'ϵ'],
    ['arrowhookright', '↩'],
    ['prime', '′'],
    ['checkbld', '✓'],
    ['head2right', '➢'],
    ['H11003', '×'],
    ['H9001', 'Α'],
    ['H9004', 'Δ'],
    ['H9018', 'Σ'],
    ['H9024', 'Ω'],
    ['H9251', 'α'],
    ['H9262', 'μ'],
    ['H9268', 'σ'],
    ['H9275', 'ω'],
    ['bracehtipupleft', PIECE],
  ])('%s is %s', (name, letter) => {
    expect(letterNamed(name)).toBe(letter)
  })

  test.each([
    'g12',
    'uni41',
    'uni004g',
    'uniD835DC00',
    'u110000',
    'unicorn',
    'a_b2',
    'H12',
    'H99999',
    'big',
    'text',
    'toString',
    'constructortext',
    '',
  ])('%s says nothing', (name) => {
    expect(letterNamed(name)).toBeUndefined()
  })
})

describe('texLetter', () => {
  test.each(['CMSY10', 'CMMI8', 'CMEX10', 'MSAM10', 'MSBM7'])('%s has 128 codes', (font) => {
    const letters = Array.from({ length: 129 }, (_, code) => texLetter(code, font))
    expect(letters.indexOf(undefined)).toBe(128)
  })

  test.each([
    ['CMSY10', 0x68, '⟨'],
    ['CMSY7', 0x30, '′'],
    ['CMBSY10', 0x32, '∈'],
    ['LMMathSymbols10-Regular', 0x6b, '‖'],
    ['CMMI10', 0x0b, 'α'],
    ['CMMIB10', 0x7f, '⁀'],
    ['CMEX10', 0x58, '∑'],
    ['txexs', 0x5a, '∫'],
    ['CMEX10', 0x7a, PIECE],
    ['MSAM10', 0x58, '✓'],
    ['MSBM10', 0x28, '⊊'],
  ])('%s %i is %s', (font, code, letter) => {
    expect(texLetter(code, font)).toBe(letter)
    expect(isTexSigns(font)).toBe(true)
  })

  test('knows no other fonts', () => {
    expect(texLetter(0x58, 'CMR10')).toBeUndefined()
    expect(isTexSigns('Helvetica')).toBe(false)
  })
})
