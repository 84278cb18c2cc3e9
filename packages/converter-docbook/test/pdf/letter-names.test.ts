import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LetterNames } from '../../src/pdf/engine/letter-names.ts'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'
import { tempDir } from '../support/temp-dir.ts'

/** A text in a font whose codes from 28 on have these names; another font of the same name may have others. */
async function read(
  text: string,
  names: readonly string[],
  others?: readonly string[],
  fontName = 'Helvetica',
): Promise<string | undefined> {
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
  const bytes = pdf
    .toString('latin1')
    .replace(/\/Encoding \/WinAnsiEncoding/, named)
    .replace('/BaseFont /Helvetica', `/BaseFont /${fontName}`)
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
  expect(await read('so they de\\034ned them', ['f_i'], ['space'])).toBe('p: so they defined them')
})

test('signs that a document names are those signs, whatever their codes', async () => {
  expect(await read('a dose of 50 \\034g \\035 5 at 4\\036C', ['H9262', 'H11006', 'H11034'])).toBe(
    'p: a dose of 50 μg ± 5 at 4°C',
  )
  expect(await read('sums \\034 x \\035', ['summationdisplay', 'parenrightBigg'])).toBe('p: sums ∑ x )')
})

test('names in words that nobody knows leave it to the tables of TeX, others do not', async () => {
  expect(await read('\\034\\035', ['arrowsparrleft', 'arrowsparr'], undefined, 'MSAM10')).toBe('p: ⇆⇄')
  expect(await read('\\034\\035', ['g28', 'g29'], undefined, 'MSAM10')).not.toMatch(/[⇆⇄]/)
})

test('letters of the sign fonts of typesetters have numbers for names, or names of other letters', async () => {
  expect(await read('\\034\\035\\274', ['C0', 'C24'], undefined, 'AdvP4C4E74')).toBe('p: −∼=')
  expect(await read('\\034\\035\\274', ['C0', 'C24'])).not.toContain('−')
})

test('a Type 1 font says the names of its codes itself', async () => {
  const program = '%!PS-AdobeFont-1.0: MathematicalPi-One\ndup 51 /H11003 put\ndup 109/H9262 put\neexec dup 52 /x put'
  const packed = deflateSync(program)
  const folder = await tempDir()
  const path = join(folder, 'book.pdf')
  const objects = (stream: Buffer, filter: string, base: string) =>
    Buffer.concat([
      Buffer.from(`1 0 obj <</Type/Font/BaseFont/${base}/FontDescriptor 2 0 R>> endobj\n`),
      Buffer.from('2 0 obj <</Type/FontDescriptor/FontFile 3 0 R>> endobj\n'),
      Buffer.from(`3 0 obj <</Length ${stream.length}${filter}>>\nstream\n`),
      stream,
      Buffer.from('\nendstream endobj\n'),
    ])
  await writeFile(path, objects(packed, '/Filter/FlateDecode', 'ABCDEF+MathematicalPi-One'))
  const names = new LetterNames(path)
  expect([51, 109, 52].map((code) => names.own('MathematicalPi-One', code)?.letter)).toEqual(['×', 'μ', undefined])
  expect(names.given('MathematicalPi-One', 51)).toBeUndefined()
  await writeFile(path, objects(Buffer.from(program), '', 'F'))
  expect(new LetterNames(path).own('F', 51)).toEqual({ letter: '×' })
})
