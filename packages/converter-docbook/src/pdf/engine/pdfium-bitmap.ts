import { encode } from 'fast-png'
import type { EncodedImage } from './pdf-document.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

const GRAY = 1
const BGR = 2
const BGRA = 4
const WHITE = 255
/** Of compression: as small as with the default of 6 (drawings and pictures of four books), in some 85 % of the time. */
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
    const source = pdfium.view(call._FPDFBitmap_GetBuffer(bitmap), stride * height)
    const size = { width, height }
    if (format === GRAY) return grayPng(source, size, stride)
    const rows: Rows = { source, stride, bytes: format === BGR ? 3 : 4 }
    const channels = format === BGRA && isTranslucent(source) ? 4 : 3
    const gray = channels === 3 ? toGray(rows, size) : undefined
    return gray === undefined ? png(size, toColours(rows, size, channels), channels) : grayPng(gray, size, width)
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

function png(size: Size, data: Uint8Array, channels: 1 | 3 | 4, depth: 1 | 8 = 8): EncodedImage {
  return { mediaType: 'image/png', bytes: encode({ ...size, data, channels, depth }, { zlib: { level: LEVEL } }) }
}

function grayPng(source: Uint8Array, size: Size, stride: number): EncodedImage {
  const bits = toBits(source, size, stride)
  return bits === undefined ? png(size, packRows(source, size, stride), 1) : png(size, bits, 1, 1)
}

/** One bit a pixel, each row in whole bytes, where a picture is black and white alone, as scans are. */
function toBits(source: Uint8Array, { width, height }: Size, stride: number): Uint8Array | undefined {
  const bits = new Uint8Array(Math.ceil(width / 8) * height)
  let to = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += 8, to++) {
      const last = Math.min(x + 8, width)
      let byte = 0
      for (let at = x; at < last; at++) {
        const value = source[y * stride + at] ?? 0
        if (value !== 0 && value !== WHITE) return undefined
        byte = (byte << 1) | (value & 1)
      }
      bits[to] = byte << (8 - last + x)
    }
  }
  return bits
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
function toGray({ source, stride, bytes }: Rows, { width, height }: Size): Uint8Array | undefined {
  const gray = new Uint8Array(width * height)
  let to = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0, from = y * stride; x < width; x++, from += bytes) {
      const value = source[from] ?? 0
      if (value !== source[from + 1] || value !== source[from + 2]) return undefined
      gray[to++] = value
    }
  }
  return gray
}
