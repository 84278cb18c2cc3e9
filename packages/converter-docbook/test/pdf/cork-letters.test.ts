import { describe, expect, test } from 'vitest'
import { corkLetters } from '../../src/pdf/engine/cork-letters.ts'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** Reads a text of codes, all in one font unless a part begins with `2:`. */
function read(...parts: string[]): string {
  const letters = parts.flatMap((part) => {
    const [font, text] = part.startsWith('2:') ? [2, part.slice(2)] : [1, part]
    return [...text].map((c) => (c === ' ' ? undefined : { font, code: c.codePointAt(0) ?? 0 }))
  })
  const letterOf = corkLetters(letters)
  return letters
    .map((letter) => (letter === undefined ? ' ' : (letterOf(letter) ?? String.fromCodePoint(letter.code))))
    .join('')
}

describe('corkLetters', () => {
  test('reads Cyrillic letters, also beside a bibliography in English', () => {
    expect(read('Ó÷åáíîå ïîñîáèå \x16 ¾äà¿')).toBe('Учебное пособие — «да»')
    expect(read('Pattern Recognition and Image Analysis Ó÷åáíîå ïîñîáèå')).toContain('Analysis Учебное')
  })

  test('reads European letters', () => {
    expect(read('G\x9dR\x9d\x93 B\xf6l\xfcm')).toBe('GİRİŞ Bölüm')
    expect(read('na\xefve and \x10no\x11')).toBe('naïve and “no”')
  })

  test('reads ligatures in words of a page without other letters', () => {
    expect(read('the speci\x1cc Pro\x1cle .........')).toBe('the specific Profile .........')
  })

  test('leaves the ligatures of the oldest arrangement alone, where the same codes are other letters', () => {
    expect(read('de\x0cne the k\x1cd')).toBe('de\x0cne the k\x1cd')
  })

  test('leaves fonts of formulas alone', () => {
    expect(read('the speci\x1cc word ', '2:x \x1c y \x10')).toBe('the specific word x \x1c y \x10')
  })

  test('leaves fonts alone whose codes are in an order of their own', () => {
    const text = 'DHK\xc4GFI\xe9FIH KHJ\x1bMVI LOSN\xd0PF QRT\xe1XI'
    expect(read(text)).toBe(text)
  })

  test('says nothing about a page without evidence', () => {
    expect(read('only \x10 plain \x11 words')).toBe('only \x10 plain \x11 words')
  })
})

/** A font without a name, whose letters are pictures that are named by their codes. */
function addDrawnFont(pdf: Pdf): void {
  const drawing = pdf.ref({})
  drawing.end('600 0 50 0 550 700 d1 50 0 500 700 re f')
  const names = Array.from({ length: 256 }, (_, code) => `a${code}`)
  const font = pdf.ref({
    ...{ Type: 'Font', Subtype: 'Type3', FontBBox: [0, 0, 600, 700], FontMatrix: [0.001, 0, 0, 0.001, 0, 0] },
    CharProcs: Object.fromEntries(names.map((name) => [name, drawing])),
    Encoding: { Type: 'Encoding', Differences: [0, ...names] },
    ...{ FirstChar: 0, LastChar: 255, Widths: names.map(() => 600), Resources: {} },
  })
  font.end('')
  Object.assign(pdf.page.fonts, { Drawn: font })
}

test('a document in such fonts is read, with its accents', async () => {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill'])
    addDrawnFont(pdf)
    // an accent is drawn first, and its letter at the same place
    pdf.addContent(`BT /Drawn 10 Tf 1 0 0 -1 72 300 Tm [(\\323\\367\\345\\341\\355\\356\\345 \\004) 600 (a)] TJ ET`)
  })
  expect(showBlocks((await readBytes(bytes)).book.body).at(-1)).toBe('p: Учебное ä')
})
