import { describe, expect, test } from 'vitest'
import { dropDoubleMeanings } from '../../src/pdf/engine/double-meanings.ts'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** A font whose letters have numbers, of which nothing says what they are but these codes. */
function addNumberedFont(pdf: Pdf, known: readonly string[] = []): void {
  const codes = `${known.length} beginbfchar ${known.map((code) => `<${code}> <${code}>`).join(' ')} endbfchar`
  addFont(pdf, known.length === 0 ? undefined : codes)
}

/** A font whose letters have numbers, and what a table or a name says of them. */
function addFont(pdf: Pdf, meant: string | undefined, name?: string): void {
  const descriptor = pdf.ref({ Type: 'FontDescriptor', FontName: 'Any', Flags: 4, FontBBox: [0, 0, 1000, 1000] })
  descriptor.end('')
  const letters = pdf.ref({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: 'Any',
    CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
    FontDescriptor: descriptor,
    DW: 500,
  })
  letters.end('')
  const meaning = pdf.ref({})
  meaning.end(
    [
      '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Meaning def /CMapType 2 def',
      '1 begincodespacerange <0000> <FFFF> endcodespacerange',
      meant ?? '',
      'endcmap CMapName currentdict /CMap defineresource pop end end',
    ].join('\n'),
  )
  const font = pdf.ref({
    ...{ Type: 'Font', Subtype: 'Type0', BaseFont: 'Any', Encoding: 'Identity-H', DescendantFonts: [letters] },
    ...(name !== undefined ? { ToUnicode: name } : meant !== undefined && { ToUnicode: meaning }),
  })
  font.end('')
  Object.assign(pdf.page.fonts, { Any: font })
}

const write = (pdf: Pdf, codes: string, y: number, x = 72) =>
  pdf.addContent(`BT /Any 11 Tf 1 0 0 -1 ${x} ${y} Tm <${codes}> Tj ET`)

test('letters that have only numbers are told as unknown, with a warning', async () => {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill and of the'])
    addNumberedFont(pdf)
    write(pdf, '019E01420230', 300)
  })
  const { book, warnings } = await readBytes(bytes)
  expect(showBlocks(book.body)).toEqual(['p: Stones of the hill and of the', 'p: \uFFFD\uFFFD\uFFFD'])
  expect(warnings).toEqual([
    { code: 'unknown_letters', message: expect.stringContaining('meaning of 3 letters on a page'), place: 'page 1' },
  ])
})

test('letters without a meaning among those of their script are taken for what they are called', async () => {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill and of the'])
    addNumberedFont(pdf, ['0928', '092A', '092E'])
    write(pdf, '0928092A092E0930019E0928', 300)
  })
  const { book, warnings } = await readBytes(bytes)
  expect(showBlocks(book.body)[1]).toBe('p: नपमर\uFFFDन')
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('meaning of a letter on a page')])
})

test('a page with hardly any other letters is a picture, and the words that are known its alternative text', async () => {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill.'])
    pdf.addPage()
    writeLines(pdf, ['Page of a stone'], { y: 60 })
    addNumberedFont(pdf)
    for (let i = 0; i < 9; i++) write(pdf, '019E014202300187'.repeat(6), 100 + 14 * i)
    write(pdf, '019E', 400)
  })
  const { book, warnings } = await readBytes(bytes)
  expect(showBlocks(book.body)).toEqual(['p: Stones of the hill.', expect.stringMatching(/^figure.*Page of a stone/)])
  expect(warnings.map(({ code, place }) => `${code} ${place}`)).toEqual(['unknown_letters page 2'])
})

test('so is a page of private letters, of which nobody knows the meaning; one among others stays', async () => {
  const codes = ['E001', 'E002', 'E003', 'E004']
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill.'])
    addNumberedFont(pdf, codes)
    write(pdf, 'E001', 300)
    pdf.addPage()
    addNumberedFont(pdf, codes)
    for (let i = 0; i < 9; i++) write(pdf, codes.join('').repeat(6), 100 + 14 * i)
  })
  const { book, warnings } = await readBytes(bytes)
  expect(showBlocks(book.body)).toEqual(['p: Stones of the hill.', 'p: \uE001', expect.stringMatching(/^figure/)])
  expect(warnings.map(({ code, place }) => `${code} ${place}`)).toEqual(['unknown_letters page 2'])
})

describe('letters that are told by their numbers in a font of the standard order', () => {
  /** Codes 29 below ASCII, and those of Mac OS Roman behind it. */
  const numbers = (text: string) =>
    [...text].map((letter) => (letter === '’' ? 183 : letter.charCodeAt(0) - 29).toString(16).padStart(4, '0')).join('')
  const TEXT = 'This is what the students’ stones of the hill and the river are.'

  async function read(text: string, meant?: string) {
    const bytes = await makePdf((pdf) => {
      writeLines(pdf, ['Stones of the hill and of the'])
      addFont(pdf, meant)
      write(pdf, numbers(text), 300)
    })
    return showBlocks((await readBytes(bytes)).book.body)[1]
  }

  test('are what stands at their places, whether nothing is said of them or their numbers are', async () => {
    expect(await read(TEXT)).toBe(`p: ${TEXT}`)
    expect(await read(TEXT, '1 beginbfrange <0003> <00E1> <0003> endbfrange')).toBe(`p: ${TEXT}`)
  })

  test('so are a few where others of the document were', async () => {
    const bytes = await makePdf((pdf) => {
      addFont(pdf, undefined)
      write(pdf, numbers(TEXT), 300)
      pdf.addPage()
      addFont(pdf, undefined)
      write(pdf, numbers('Of stone it is'), 300)
    })
    expect(showBlocks((await readBytes(bytes)).book.body).join(' ')).toContain('Of stone it is')
  })

  test('stay unknown where they are few, or no words', async () => {
    expect(await read('This is it.')).not.toContain('This')
    expect(await read('XQZ VKJ WPG BXK 1207 '.repeat(4))).not.toContain('XQZ')
  })
})

test('radicals that programs tell of in place of Chinese letters are those letters', async () => {
  const bytes = await makePdf((pdf) => {
    addNumberedFont(pdf, ['2F24', '5B66'])
    write(pdf, '2F245B66', 300)
  })
  expect(showBlocks((await readBytes(bytes)).book.body)).toEqual(['p: 大学'])
})

const ALL_CODES = '1 beginbfrange <0000> <FFFF> <0000> endbfrange'
const READ = ['p: Stones of the hill and of the', 'p: камни']
const UNREAD = ['p: Stones of the hill and of the', 'p: \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD']

/** What is read of a word in Cyrillic letters when these fonts of one name are there; the last is the one it is written in. */
async function readWord(...fonts: ReadonlyArray<(pdf: Pdf) => void>): Promise<string[]> {
  const bytes = await makePdf((pdf) => {
    writeLines(pdf, ['Stones of the hill and of the'])
    for (const add of fonts) add(pdf)
    write(pdf, '043A0430043C043D0438', 300)
  })
  return showBlocks((await readBytes(bytes)).book.body)
}

test('a range of more than 256 codes says what its letters are', async () => {
  expect(await readWord((pdf) => addFont(pdf, ALL_CODES))).toEqual(READ)
  expect(await readWord((pdf) => addFont(pdf, '1 beginbfrange <0130> <0230> <013A> endbfrange'))).toEqual(UNREAD)
  const shifted = '2 beginbfrange <0020> <0021> <0020> <0330> <0630> <0331> endbfrange'
  expect(await readWord((pdf) => addFont(pdf, shifted))).toEqual([READ[0], 'p: лбной'])
})

test('a table that is not packed is read, too', async () => {
  const draw = (pdf: Pdf) => {
    writeLines(pdf, ['Stones of the hill and of the'])
    addFont(pdf, ALL_CODES)
    write(pdf, '043A0430043C043D0438', 300)
  }
  const { book } = await readBytes(await makePdf(draw, { compress: false }))
  expect(showBlocks(book.body)).toEqual(READ)
})

test('every code of a font is its letter where the name of a table says so', async () => {
  expect(await readWord((pdf) => addFont(pdf, undefined, 'Identity-H'))).toEqual(READ)
})

describe('a code that means nothing first and several letters afterwards, as Skia writes it,', () => {
  const TWICE =
    '3 beginbfchar <0021> <0000> <0022> <0065> <0023> <0000> endbfchar 2 beginbfchar <0021> <00660066> <0023> <0073> endbfchar'
  const info = { Producer: 'Skia/PDF m140' }

  async function read(options: object) {
    const draw = (pdf: Pdf) => {
      writeLines(pdf, ['Stones of the hill and of the'])
      addFont(pdf, TWICE)
      write(pdf, '00220021002200220021', 300)
    }
    return showBlocks((await readBytes(await makePdf(draw, options))).book.body)[1]
  }

  test.each([true, false])('is these letters; tables are packed: %s', async (compress) => {
    expect(await read({ info, compress })).toBe('p: effeeff')
  })

  test('of other programs is left to the library', async () => {
    expect(await read({})).toBe('p: e ee')
  })
})

test('fonts of one name that have different ranges say nothing', async () => {
  const [all, few] = [(pdf: Pdf) => addFont(pdf, ALL_CODES), (pdf: Pdf) => addNumberedFont(pdf)]
  expect(await readWord(all, all)).toEqual(READ)
  expect(await readWord(few, all)).toEqual(UNREAD)
})

test('a table that opens sections for a megabyte is read at once', async () => {
  expect(await readWord((pdf) => addFont(pdf, 'beginbfrange '.repeat(75_000)))).toEqual(UNREAD)
})

test.each([
  ['numbers', '1'.repeat(1_000_000)],
  ['sections that do not end', '1 beginbfchar <'.repeat(65_000)],
])('nor does one of %s hold up a document of Skia', async (_, meant) => {
  const bytes = await makePdf(
    (pdf) => {
      writeLines(pdf, ['Stones of the hill and of the'])
      addFont(pdf, meant)
    },
    { info: { Producer: 'Skia/PDF m140' } },
  )
  const before = performance.now()
  dropDoubleMeanings(bytes)
  expect(performance.now() - before).toBeLessThan(2_000)
})
