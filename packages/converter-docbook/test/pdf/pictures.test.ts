import { readFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { decode, encode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showInlines } from '../support/show-tree.ts'

const SIZE = 120

/** A JPEG as far as its head goes: nobody needs to decode it. */
const JPEG = Buffer.from(
  [
    'ffd8 ffc0 0011 08 0078 0078 03 011100 021100 031100', // start, frame of 120 x 120, three colours
    'ffda 000c 03 0100 0200 0300 00 3f 00 00 ffd9',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
)

/** A page with the JPEG behind a second filter. */
function packedJpeg(): Buffer {
  const packed = deflateSync(JPEG)
  const picture =
    '4 0 obj <</Type/XObject/Subtype/Image/Width 120/Height 120/ColorSpace/DeviceRGB/BitsPerComponent 8' +
    `/Filter[/FlateDecode/DCTDecode]/Length ${packed.length}>> stream\n`
  const draw = 'q 200 0 0 200 50 50 cm /I Do Q'
  const objects = [
    '%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    '2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj',
    '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>>> endobj',
    `5 0 obj <</Length ${draw.length}>> stream\n${draw}\nendstream endobj\n`,
  ]
  const end = '\nendstream endobj\ntrailer <</Root 1 0 R/Size 6>>\n%%EOF\n'
  return Buffer.concat([Buffer.from(objects.join('\n') + picture), packed, Buffer.from(end)])
}

const PNG = Buffer.from(
  encode({
    width: SIZE,
    height: SIZE,
    channels: 3,
    data: Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => (i * 7) % 256),
  }),
)

describe('pictures', () => {
  test('of fewer dots are kept where they stand alone, and left out where they stand beside text', async () => {
    const logo = Buffer.from(encode({ width: 157, height: 60, channels: 3, data: new Uint8Array(28_260) }))
    const blocks = async (y: number) => {
      const pdf = await makePdf((doc) => {
        writeLines(doc, fillLines(4), { y: 60 })
        doc.image(logo, 350, y, { width: 118 })
        writeLines(doc, fillLines(4, 5), { y: 200 })
      })
      return showBlocks((await readBytes(pdf)).book.body)
    }
    expect(await blocks(140)).toEqual([expect.anything(), expect.stringMatching(/^figure/), expect.anything()])
    expect((await blocks(205)).join(' ')).not.toContain('figure')
  })

  test('a JPEG is kept byte for byte, and the line below names the figure', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      doc.image(JPEG, 72, 150, { width: 200 })
      writeLines(doc, ['Figure 1: A stone'], { y: 370, size: 9 })
    })
    const { book } = await readBytes(pdf)
    expect(showBlocks(book.body).at(-1)).toMatch(/^figure "Figure 1: A stone"/)
    expect(book.media).toHaveLength(1)
    expect(book.media[0]).toMatchObject({ mediaType: 'image/jpeg', filename: 'page-1-1.jpg' })
    expect(await readFile(book.media[0]?.path ?? '')).toEqual(JPEG)
  })

  test('a JPEG that was packed once more is unpacked and kept byte for byte', async () => {
    const { book } = await readBytes(packedJpeg())
    expect(book.media[0]).toMatchObject({ mediaType: 'image/jpeg' })
    expect(await readFile(book.media[0]?.path ?? '')).toEqual(JPEG)
  })

  test('other pictures become PNG files with the same pixels', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      doc.image(PNG, 72, 150, { width: 200 })
    })
    const { book } = await readBytes(pdf)
    const { width, height, data } = decode(await readFile(book.media[0]?.path ?? ''))
    expect([width, height]).toEqual([SIZE, SIZE])
    expect(Buffer.from(data.buffer).equals(Buffer.from(decode(PNG).data.buffer))).toBe(true)
  })

  test('black and white pictures have one bit a pixel', async () => {
    const [wide, high] = [SIZE + 3, SIZE]
    const isWhite = (at: number) => (at % 5) * (at % 7) > 6
    const data = Uint8Array.from({ length: wide * high }, (_, at) => (isWhite(at) ? 255 : 0))
    const scan = Buffer.from(encode({ width: wide, height: high, channels: 1, data }))
    const pdf = await makePdf((doc) => doc.image(scan, 72, 150, { width: 200 }))
    const { book } = await readBytes(pdf)
    const kept = decode(await readFile(book.media[0]?.path ?? ''))
    expect([kept.width, kept.height, kept.depth]).toEqual([wide, high, 1])
    const rowBytes = Math.ceil(wide / 8)
    const bitAt = (x: number, y: number) => ((kept.data[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x % 8))) & 1
    const read = Uint8Array.from({ length: wide * high }, (_, at) => 255 * bitAt(at % wide, Math.floor(at / wide)))
    expect(Buffer.from(read).equals(Buffer.from(data))).toBe(true)
  })

  test('a picture smaller than a figure is left out, one on every page stands once', async () => {
    const small = Buffer.from(encode({ width: 20, height: 20, channels: 1, data: new Uint8Array(400) }))
    const pdf = await makePdf((doc) => {
      for (let page = 0; page < 5; page++) {
        if (page > 0) doc.addPage()
        writeLines(doc, fillLines(4), { y: 60 })
        doc.image(small, 72, 150).image(PNG, 400, 700, { width: 100 })
      }
    })
    const { book } = await readBytes(pdf)
    expect(book.media).toHaveLength(1)
    expect(showBlocks(book.body).filter((block) => block.startsWith('figure'))).toHaveLength(1)
  })

  test('pages without text stand below the entries of the outline that lead to them', async () => {
    const pdf = await makePdf((doc) => {
      for (const title of ['Of stones', undefined, 'Of rivers']) {
        if (title !== 'Of stones') doc.addPage()
        if (title !== undefined) doc.outline.addItem(title)
        doc.rect(100, 100, 200, 200).stroke().circle(200, 200, 50).fill()
        doc.rect(300, 300, 100 + 10 * (title?.length ?? 0), 100).fill()
      }
    })
    const { book } = await readBytes(pdf)
    const titles = book.body.map(({ title }) => showInlines(title))
    expect(titles).toEqual(['Of stones', 'Of rivers'])
    expect(book.body.map((piece) => showBlocks([piece]).length)).toEqual([2, 1])
  })

  test('pages without text are figures, and a warning says so', async () => {
    const pdf = await makePdf((doc) => {
      doc.image(PNG, 0, 0, { width: 595 })
      doc.addPage().rect(100, 100, 200, 200).stroke().circle(200, 200, 50).fill()
    })
    const { book, warnings } = await readBytes(pdf)
    expect(showBlocks(book.body).filter((block) => block.startsWith('figure'))).toHaveLength(2)
    expect(warnings.map(({ code }) => code)).toEqual(['no_text_layer'])
  })
})
