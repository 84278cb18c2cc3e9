import { encode } from 'fast-png'
import { OPS, type PDFPageProxy, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PageImage } from './pdf-document.ts'
import { toBox } from './pdfjs-page.ts'

type Operators = Awaited<ReturnType<PDFPageProxy['getOperatorList']>>
type Viewport = ReturnType<PDFPageProxy['getViewport']>

/** A decoded picture as pdf.js keeps it. */
interface Pixels {
  readonly width: number
  readonly height: number
  /** 1: one bit a pixel, 2: RGB, 3: RGBA. */
  readonly kind: number
  readonly data: Uint8Array | Uint8ClampedArray
}

/** The pictures that a page draws, at their places: the unit square under the transformation in force. */
export function readImages(page: PDFPageProxy, { fnArray, argsArray }: Operators, viewport: Viewport): PageImage[] {
  const images: PageImage[] = []
  const saved: number[][] = []
  let matrix: number[] = [...viewport.transform]
  for (const [i, operator] of fnArray.entries()) {
    const values = argsArray[i] as unknown[]
    if (operator === OPS.save) saved.push(matrix)
    else if (operator === OPS.restore) matrix = saved.pop() ?? matrix
    else if (operator === OPS.transform) matrix = Util.transform(matrix, values as number[])
    else if (operator === OPS.paintFormXObjectBegin) {
      saved.push(matrix)
      if (Array.isArray(values[0])) matrix = Util.transform(matrix, values[0] as number[])
    } else if (operator === OPS.paintFormXObjectEnd) matrix = saved.pop() ?? matrix
    else if (operator === OPS.paintImageXObject) {
      const name = String(values[0])
      const pixels = pixelsOf(page, name)
      if (pixels !== undefined) images.push(toImage(name, pixels, matrix))
    } else if (operator === OPS.paintInlineImageXObject) {
      images.push(toImage(`inline-${page.pageNumber}-${i}`, values[0] as Pixels, matrix))
    }
  }
  return images
}

function pixelsOf(page: PDFPageProxy, name: string): Pixels | undefined {
  const store = name.startsWith('g_') ? page.commonObjs : page.objs
  const pixels = store.has(name) ? (store.get(name) as Pixels | null) : null
  return pixels?.data === undefined ? undefined : pixels
}

function toImage(name: string, pixels: Pixels, matrix: readonly number[]): PageImage {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = matrix
  const xs = [e, e + a, e + c, e + a + c]
  const ys = [f, f + b, f + d, f + b + d]
  const box = toBox([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)])
  const { width, height } = pixels
  return { name, box, width, height, encode: () => encodePng(pixels) }
}

function encodePng({ width, height, kind, data }: Pixels): Uint8Array {
  if (kind === 1) return encode({ width, height, data: unpackBits(data, width, height), channels: 1 })
  return encode({
    width,
    height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    channels: kind === 2 ? 3 : 4,
  })
}

/** One bit a pixel, rows padded to bytes: as grey values. */
function unpackBits(data: Uint8Array | Uint8ClampedArray, width: number, height: number): Uint8Array {
  const rowBytes = (width + 7) >> 3
  const grey = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = ((data[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      grey[y * width + x] = bit * 255
    }
  }
  return grey
}
