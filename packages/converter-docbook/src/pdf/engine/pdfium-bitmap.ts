import { encode } from 'fast-png'
import type { EncodedImage } from './pdf-document.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

const GRAY = 1
const BGR = 2
const BGRA = 4
/** Of compression: as small as with the default of 6 (a thousand drawings and pictures of four books), in some 85 % of the time. */
const LEVEL = 4

/** A bitmap of the library as a PNG file; the bitmap is freed. */
export function encodeBitmap(pdfium: Pdfium, bitmap: Pointer): EncodedImage | undefined {
  if (bitmap === 0) return undefined
  const { call } = pdfium
  try {
    const width = call._FPDFBitmap_GetWidth(bitmap)
    const height = call._FPDFBitmap_GetHeight(bitmap)
    const stride = call._FPDFBitmap_GetStride(bitmap)
    const format = call._FPDFBitmap_GetFormat(bitmap)
    const source = pdfium.bytes(call._FPDFBitmap_GetBuffer(bitmap), stride * height)
    const size = { width, height }
    if (format === GRAY) return png(size, packRows(source, size, stride), 1)
    const bytes = format === BGR ? 3 : 4
    const channels = format === BGRA && isTranslucent(source) ? 4 : 3
    const colours = toColours({ source, stride, bytes }, size, channels)
    const gray = channels === 3 ? toGray(colours) : undefined
    return gray === undefined ? png(size, colours, channels) : png(size, gray, 1)
  } finally {
    call._FPDFBitmap_Destroy(bitmap)
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

interface Rows {
  readonly source: Uint8Array
  readonly stride: number
  /** Of one pixel. */
  readonly bytes: number
}

function png({ width, height }: Size, data: Uint8Array, channels: 1 | 3 | 4): EncodedImage {
  return { mediaType: 'image/png', bytes: encode({ width, height, data, channels }, { zlib: { level: LEVEL } }) }
}

/** Rows without the filling at their ends. */
function packRows(source: Uint8Array, { width, height }: Size, stride: number): Uint8Array {
  if (stride === width) return source
  const packed = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) packed.set(source.subarray(y * stride, y * stride + width), y * width)
  return packed
}

function isTranslucent(source: Uint8Array): boolean {
  for (let i = 3; i < source.length; i += 4) if (source[i] !== 255) return true
  return false
}

/** Blue, green, red becomes red, green, blue. */
function toColours({ source, stride, bytes }: Rows, { width, height }: Size, channels: 3 | 4): Uint8Array {
  const colours = new Uint8Array(width * height * channels)
  let to = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0, from = y * stride; x < width; x++, from += bytes) {
      colours[to++] = source[from + 2] ?? 0
      colours[to++] = source[from + 1] ?? 0
      colours[to++] = source[from] ?? 0
      if (channels === 4) colours[to++] = source[from + 3] ?? 0
    }
  }
  return colours
}

/** One value a pixel, where a picture has no colours. */
function toGray(colours: Uint8Array): Uint8Array | undefined {
  const gray = new Uint8Array(colours.length / 3)
  for (let from = 0, to = 0; from < colours.length; from += 3, to++) {
    if (colours[from] !== colours[from + 1] || colours[from] !== colours[from + 2]) return undefined
    gray[to] = colours[from] ?? 0
  }
  return gray
}
