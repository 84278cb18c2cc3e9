import { boxAround, type PageFrame } from './page-frame.ts'
import type { Box } from './pdf-document.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

/** Fields of forms. */
const WIDGET = 20
/** A field that covers more than this share of the page lies over what is no value of it. */
const LARGEST = 0.25
/** Annotations whose appearance is text of the page: free text, stamps, fields. */
const TEXT = new Set([3, 13, WIDGET])

/** The annotations of a page whose appearance is text of it: how many there are, and where the fields are. */
export function textAnnotations(pdfium: Pdfium, page: Pointer, frame: PageFrame): { count: number; fields: Box[] } {
  const { call, scratch } = pdfium
  const fields: Box[] = []
  let count = 0
  for (let i = 0; i < call._FPDFPage_GetAnnotCount(page); i++) {
    const annotation = call._FPDFPage_GetAnnot(page, i)
    if (annotation === 0) continue
    const subtype = call._FPDFAnnot_GetSubtype(annotation)
    if (TEXT.has(subtype)) count++
    if (subtype === WIDGET && call._FPDFAnnot_GetRect(annotation, scratch)) {
      const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.floats(scratch, 4)
      const area = Math.abs((right - left) * (top - bottom))
      const box = boxAround([frame.point(left, top), frame.point(right, bottom)])
      if (area <= LARGEST * frame.width * frame.height) fields.push(box)
    }
    call._FPDFPage_CloseAnnot(annotation)
  }
  return { count, fields }
}
