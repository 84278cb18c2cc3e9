import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConvertWarning } from '@rittdoc-batch/core'
import { decode } from 'fast-png'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { convertBook } from '../../src/convert-book.ts'
import { showEverywhere } from '../../src/media/show-everywhere.ts'
import type { MediaFile } from '../../src/tree/book.ts'
import { buildEpub, page } from '../support/epub-builder.ts'
import { tempDir } from '../support/temp-dir.ts'
import { unzip } from '../support/unzip.ts'

/** Red, green; blue, white. */
const PIXELS = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
const picture = () => sharp(PIXELS, { raw: { width: 2, height: 2, channels: 3 } })

async function show(content: Uint8Array, mediaType: string) {
  const path = join(await tempDir(), '00001.bin')
  await writeFile(path, content)
  const warnings: ConvertWarning[] = []
  const file: MediaFile = { name: 'OEBPS/a.bin', filename: 'a.bin', mediaType, path }
  const [shown] = await showEverywhere([file], (warning) => warnings.push(warning))
  if (shown === undefined) throw new Error('Expected a picture')
  return { shown, bytes: await readFile(shown.path), warnings }
}

test.each(['none', 'lzw', 'deflate', 'packbits'] as const)(
  'a TIFF, compression %s, becomes a PNG with the same pixels, and a warning says so',
  async (compression) => {
    const { shown, bytes, warnings } = await show(await picture().tiff({ compression }).toBuffer(), 'image/tiff')
    expect(shown).toMatchObject({ name: 'OEBPS/a.bin', mediaType: 'image/png' })
    const { width, height, channels, data } = decode(bytes)
    expect({ width, height, channels, data: Buffer.from(data) }).toEqual({
      ...{ width: 2, height: 2, channels: 3 },
      data: PIXELS,
    })
    expect(warnings).toMatchObject([{ code: 'image_converted', place: 'OEBPS/a.bin' }])
  },
)

test('a scan in black and white, compressed as a fax, becomes a PNG of one channel', async () => {
  const tiff = await picture()
    .toColourspace('b-w')
    .threshold(128)
    .tiff({ compression: 'ccittfax4', bitdepth: 1 })
    .toBuffer()
  const { channels, data } = decode((await show(tiff, 'image/tiff')).bytes)
  expect({ channels, data: [...data] }).toEqual({ channels: 1, data: [0, 255, 0, 255] })
})

test('a TIFF in the colours of print becomes a PNG in those of screens', async () => {
  const tiff = await picture().toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer()
  expect((await sharp(tiff).metadata()).space).toBe('cmyk')
  const { channels, data } = decode((await show(tiff, 'image/tiff')).bytes)
  const [red = 0, green = 0, blue = 0] = data
  expect({ channels, isRed: red > 200 && green < 80 && blue < 80 }).toEqual({ channels: 3, isRed: true })
})

test('an AVIF becomes a PNG', async () => {
  const { shown, bytes } = await show(await picture().avif({ lossless: true }).toBuffer(), 'image/avif')
  expect(shown.mediaType).toBe('image/png')
  expect(decode(bytes)).toMatchObject({ width: 2, height: 2 })
})

test.each(['image/jpeg', 'image/png', 'image/gif', 'image/svg+xml', 'image/webp', 'image/bmp'])(
  '%s stays as it is, whatever is in it',
  async (mediaType) => {
    const { shown, bytes, warnings } = await show(Buffer.from('anything'), mediaType)
    expect({ mediaType: shown.mediaType, text: bytes.toString(), warnings }).toEqual({
      ...{ mediaType, text: 'anything', warnings: [] },
    })
  },
)

test('the package of a book with a TIFF has a PNG in its place', async () => {
  const image = await picture().tiff().toBuffer()
  const input = await buildEpub({ files: { 'c1.xhtml': page('<p>a <img src="b.tif" alt="B"/></p>'), 'b.tif': image } })
  const workDir = await tempDir()
  const output = join(workDir, 'book.zip')
  await convertBook({ input, workDir, output, options: {}, progress: () => {} })
  await unzip(output, workDir)
  expect(await readFile(join(workDir, 'ch0001.xml'), 'utf8')).toContain('fileref="b.png"')
  expect(decode(await readFile(join(workDir, 'MultiMedia/b.png')))).toMatchObject({ width: 2, height: 2 })
})

test('what cannot be converted stays as it is, and a warning says why', async () => {
  const { shown, bytes, warnings } = await show(Buffer.from('no picture'), 'image/jxr')
  expect({ mediaType: shown.mediaType, text: bytes.toString() }).toEqual({ mediaType: 'image/jxr', text: 'no picture' })
  expect(warnings).toMatchObject([{ code: 'image_not_converted', message: expect.stringContaining('unsupported') }])
})

test('a picture of more pixels than memory is for is left alone', async () => {
  const tiff = await sharp({ create: { width: 11_000, height: 11_000, channels: 3, background: 'white' } })
    .toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1 })
    .toBuffer()
  const { shown, warnings } = await show(tiff, 'image/tiff')
  expect(shown.mediaType).toBe('image/tiff')
  expect(warnings).toMatchObject([{ code: 'image_not_converted', message: expect.stringContaining('pixel limit') }])
})
