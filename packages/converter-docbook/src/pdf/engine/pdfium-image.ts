import { createHash } from 'node:crypto'
import { type Matrix, transform } from './matrix.ts'
import { boxAround, type PageFrame } from './page-frame.ts'
import type { EncodedImage, PageImage } from './pdf-document.ts'
import { encodeBitmap } from './pdfium-bitmap.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

/** Larger pictures are not decoded: a few bytes can declare billions of pixels. */
const MOST_PIXELS = 100_000_000

/** A picture object of a page: the unit square under a matrix. */
export function readImage(
  pdfium: Pdfium,
  object: Pointer,
  { matrix, frame }: { matrix: Matrix; frame: PageFrame },
): PageImage | undefined {
  const { call, scratch } = pdfium
  if (!call._FPDFImageObj_GetImagePixelSize(object, scratch, scratch + 4)) return undefined
  const width = pdfium.int(scratch)
  const height = pdfium.int(scratch + 4)
  const corners = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ].map(([x = 0, y = 0]) => frame.point(...transform(matrix, x, y)))
  let raw: Uint8Array | undefined
  const data = () => {
    raw ??= pdfium.fetchBytes((buffer, length) => call._FPDFImageObj_GetImageDataRaw(object, buffer, length))
    return raw
  }
  return {
    box: boxAround(corners),
    width,
    height,
    get key() {
      return createHash('sha256').update(data()).update(`${width}x${height}`).digest('hex')
    },
    encode: () => encodeImage(pdfium, object, { data, pixels: width * height }),
  }
}

function encodeImage(
  pdfium: Pdfium,
  object: Pointer,
  { data, pixels }: { data: () => Uint8Array; pixels: number },
): EncodedImage | undefined {
  if (isJpeg(pdfium, object) && isForScreens(data())) return { mediaType: 'image/jpeg', bytes: data() }
  if (pixels > MOST_PIXELS) return undefined
  return encodeBitmap(pdfium, pdfium.call._FPDFImageObj_GetBitmap(object))
}

function isJpeg(pdfium: Pdfium, object: Pointer): boolean {
  const { call } = pdfium
  if (call._FPDFImageObj_GetImageFilterCount(object) !== 1) return false
  const filter = pdfium.utf8((buffer, length) => call._FPDFImageObj_GetImageFilter(object, 0, buffer, length))
  return filter === 'DCTDecode' || filter === 'DCT'
}

/** Whether a JPEG is whole, and grey or in the colours of screens; few programs show the four colours of print. */
function isForScreens(jpeg: Uint8Array): boolean {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return false
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  for (let at = 2; at + 10 < jpeg.length && jpeg[at] === 0xff; ) {
    const marker = jpeg[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return jpeg[at + 9] !== 4
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return false
}
