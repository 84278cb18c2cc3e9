import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { programGlyphs } from '../../src/pdf/engine/font-program.ts'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const require = createRequire(import.meta.url)
const program = readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
const glyphs = programGlyphs(program)
const numbers = new Map([...glyphs].map(([number, { text }]) => [text, number]))
const hex = (number: number) => number.toString(16).padStart(4, '0')
const codesOf = (text: string) => [...text].map((letter) => hex(numbers.get(letter) ?? 0)).join('')

/** A line in a font whose codes are numbers of glyphs, of which nothing but the font says what they are. */
async function lineOf(codes: string, map?: (number: number) => number): Promise<string | undefined> {
  const pdf = await makePdf((doc) => {
    writeLines(doc, ['It is said'], { y: 100 })
    const file = doc.ref({ Length1: program.length })
    file.end(program)
    const descriptor = doc.ref({
      ...{ Type: 'FontDescriptor', FontName: 'Any', Flags: 4, FontBBox: [-1000, -400, 2000, 1200], ItalicAngle: 0 },
      ...{ Ascent: 900, Descent: -200, CapHeight: 700, StemV: 80, FontFile2: file },
    })
    descriptor.end('')
    const letters = doc.ref({
      ...{ Type: 'Font', Subtype: 'CIDFontType2', BaseFont: 'Any', FontDescriptor: descriptor, DW: 600 },
      CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
      CIDToGIDMap: map === undefined ? 'Identity' : streamOf(doc, map),
    })
    letters.end('')
    const font = doc.ref({
      ...{ Type: 'Font', Subtype: 'Type0', BaseFont: 'Any', Encoding: 'Identity-H', DescendantFonts: [letters] },
    })
    font.end('')
    doc.text('') // a page lists its fonts once it has one
    Object.assign(doc.page.fonts, { Any: font })
    doc.addContent(`BT /Any 11 Tf 1 0 0 -1 72 300 Tm <${codes}> Tj ET`)
  })
  return showBlocks((await readBytes(pdf)).book.body).at(-1)
}

/** Numbers of glyphs by the codes of their letters. */
function streamOf(doc: Pdf, map: (number: number) => number) {
  const stream = doc.ref({})
  stream.end(Buffer.from(Array.from({ length: 3000 }, (_, i) => hex(map(i))).join(''), 'hex'))
  return stream
}

describe('letters of which only the font says what they are', () => {
  test('are what the font says', async () => {
    expect(await lineOf(codesOf('stones of the hill, äöü and żółw'))).toBe('p: stones of the hill, äöü and żółw')
  })

  test('are unknown where the font has no letter for a glyph', async () => {
    const nameless = Array.from({ length: 5000 }, (_, i) => i + 40).find((number) => !glyphs.has(number)) ?? 0
    expect(await lineOf(`${codesOf('stones of the hi')}${hex(nameless)}`)).toBe('p: stones of the hi\uFFFD')
  })

  test('are not those whose glyphs have other numbers', async () => {
    const text = await lineOf(codesOf('stones of the hill'), (number) => (number * 7) % 3000)
    expect(text).not.toMatch(/[a-z]{3}/)
  })
})

/** The font with private letters in the place of its ligatures (U+FB00 to U+FB06). */
function withoutLigatures(font: Buffer): Buffer {
  const bytes = Buffer.from(font)
  const at = Array.from({ length: bytes.readUInt16BE(4) }, (_, i) => 12 + 16 * i)
  const table = bytes.readUInt32BE((at.find((one) => bytes.toString('latin1', one, one + 4) === 'cmap') ?? 0) + 8)
  const letters = table + bytes.readUInt32BE(table + 8)
  const count = bytes.readUInt16BE(letters + 6) / 2
  for (let i = 0; i < count; i++) {
    const [end, start] = [letters + 14 + 2 * i, letters + 16 + 2 * count + 2 * i]
    if (bytes.readUInt16BE(start) !== 0xfb00) continue
    const delta = start + 2 * count
    bytes.writeUInt16BE(0xf800, start)
    bytes.writeUInt16BE(bytes.readUInt16BE(end) - 0x300, end)
    bytes.writeUInt16BE((bytes.readUInt16BE(delta) + 0x300) & 0xffff, delta)
  }
  return bytes
}

describe('the letters of a font program', () => {
  test('are those of its own table, the first where a glyph has several', () => {
    expect([36, 68, 3].map((number) => glyphs.get(number)?.text)).toEqual(['A', 'a', ' '])
    expect(glyphs.get(36)?.height).toBeCloseTo(0.73, 2)
    expect(glyphs.get(3)).toMatchObject({ width: 0, height: 0 })
  })

  test('are those of a ligature that looks like them, where the font has no letter for it', () => {
    const nameless = programGlyphs(withoutLigatures(program))
    const ligatures = ['\ufb00', '\ufb01', '\ufb02', '\ufb03', '\ufb04'].map((letter) => numbers.get(letter) ?? 0)
    expect(ligatures.map((number) => glyphs.get(number)?.text)).toEqual([
      '\ufb00',
      '\ufb01',
      '\ufb02',
      '\ufb03',
      '\ufb04',
    ])
    // Those with i and with l look alike in this font: as wide and as high.
    expect(ligatures.map((number) => nameless.get(number)?.text)).toEqual(['ff', ...Array(4).fill(undefined)])
    const letters = [...glyphs].filter(([number]) => !ligatures.includes(number))
    for (const [number, glyph] of letters) if (nameless.has(number)) expect(nameless.get(number)).toEqual(glyph)
  })

  test('are none of what is no font, and as many as there are where it is damaged', () => {
    expect(programGlyphs(new Uint8Array()).size).toBe(0)
    expect(programGlyphs(program.subarray(0, 4000)).size).toBeLessThan(glyphs.size)
    const place = fc.nat(program.length - 1)
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 40 }), fc.boolean(), (changes, isHead) => {
        const bytes = Uint8Array.from(program)
        for (const [at, byte] of changes) bytes[isHead ? at % 6000 : at] = byte
        expect(programGlyphs(bytes)).toBeInstanceOf(Map)
      }),
      { numRuns: 50 },
    )
  })

  test('are looked for within bounds, however many a table says that there are', () => {
    const count = 20_000
    const tables = {
      head: Buffer.alloc(54),
      hhea: Buffer.alloc(36),
      hmtx: Buffer.alloc(8),
      loca: Buffer.alloc(2 * 70_000),
      glyf: Buffer.alloc(16),
      cmap: Buffer.alloc(12 + 16 + 8 * count),
    }
    tables.head.writeUInt16BE(1000, 18)
    tables.cmap.set([0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 12, 0, 4])
    tables.cmap.writeUInt16BE(2 * count, 18)
    tables.cmap.fill(0xfe, 26, 26 + 2 * count) // the ends of all segments, which begin at 0
    const all = Object.entries(tables)
    const header = Buffer.alloc(12 + 16 * all.length)
    header.writeUInt16BE(all.length, 4)
    let at = header.length
    for (const [i, [tag, table]] of all.entries()) {
      header.write(tag, 12 + 16 * i, 'latin1')
      header.writeUInt32BE(at, 20 + 16 * i)
      at += table.length
    }
    expect(programGlyphs(Buffer.concat([header, ...Object.values(tables)])).size).toBeGreaterThan(0)
  }, 10_000)
})
