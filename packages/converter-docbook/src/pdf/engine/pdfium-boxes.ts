import type { Pdfium, Pointer } from './pdfium-library.ts'

/** Edges on a page of the library, whose y grows upwards. */
interface PageEdges {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
}

/** Where the ink of a letter is: all 0 where it has none. */
export function inkOf(pdfium: Pdfium, text: Pointer, i: number): PageEdges {
  const { call, scratch } = pdfium
  const known = call._FPDFText_GetCharBox(text, i, scratch, scratch + 8, scratch + 16, scratch + 24)
  const [left = 0, right = 0, bottom = 0, top = 0] = known
    ? [0, 8, 16, 24].map((at) => pdfium.double(scratch + at))
    : []
  return { left, right, bottom, top }
}

/** From where a letter begins to where the next one does, as high as its font; undefined where that is not known. */
export function looseBoxOf(pdfium: Pdfium, text: Pointer, i: number): PageEdges | undefined {
  const { call, scratch } = pdfium
  if (!call._FPDFText_GetLooseCharBox(text, i, scratch)) return undefined
  const left = pdfium.float(scratch)
  const top = pdfium.float(scratch + 4)
  const right = pdfium.float(scratch + 8)
  const bottom = pdfium.float(scratch + 12)
  return { left, right, bottom, top }
}
