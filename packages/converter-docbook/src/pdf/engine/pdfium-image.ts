import { createHash } from 'node:crypto'
import { type Matrix, transform } from './matrix.ts'
import { boxAround, type PageFrame } from './page-frame.ts'
import type { EncodedImage, PageImage } from './pdf-document.ts'
import { encodeBitmap } from './pdfium-bitmap.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

/** Larger pictures are not decoded: a few bytes can declare billions of pixels. */
const MOST_PIXELS = 40_000_000

/** A picture object of a page: the unit square under a matrix. */
export function readImage(
  pdfium: Pdfium,
  object: Pointer,
  { matrix, frame, mark }: { matrix: Matrix; frame: PageFrame; mark: number | undefined },
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
    mark,
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
  const jpeg = jpegOf(pdfium, object, data)
  if (jpeg !== undefined && isForScreens(jpeg)) return { mediaType: 'image/jpeg', bytes: jpeg }
  if (pixels > MOST_PIXELS) return undefined
  return encodeBitmap(pdfium, pdfium.call._FPDFImageObj_GetBitmap(object))
}

/** The file of a picture that is a JPEG, unpacked where it was packed once more; undefined for other pictures. */
function jpegOf(pdfium: Pdfium, object: Pointer, data: () => Uint8Array): Uint8Array | undefined {
  const { call } = pdfium
  const count = call._FPDFImageObj_GetImageFilterCount(object)
  if (count < 1) return undefined
  const filter = pdfium.utf8((buffer, length) => call._FPDFImageObj_GetImageFilter(object, count - 1, buffer, length))
  if (filter !== 'DCTDecode' && filter !== 'DCT') return undefined
  if (count === 1) return data()
  return pdfium.fetchBytes((buffer, length) => call._FPDFImageObj_GetImageDataDecoded(object, buffer, length))
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
