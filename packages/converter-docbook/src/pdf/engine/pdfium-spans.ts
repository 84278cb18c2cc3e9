import type { Pdfium, Pointer } from './pdfium-library.ts'

const TEXT = 1
const STRING = 3

/**
 * Where pieces of a line end for which the document says how they read (`ActualText`), by the text objects of each: the library
 * gives all letters of such a piece to its first object, as if it ended there. What stands in forms is left out.
 */
export function actualTextEnds(pdfium: Pdfium, page: Pointer): ReadonlyMap<Pointer, number> {
  return pdfium.withText('ActualText', (key) => {
    const { call, scratch } = pdfium
    const spans = new Map<Pointer, { objects: Pointer[]; right: number }>()
    const count = call._FPDFPage_CountObjects(page)
    for (let i = 0; i < count; i++) {
      const object = call._FPDFPage_GetObject(page, i)
      if (object === 0 || call._FPDFPageObj_GetType(object) !== TEXT) continue
      const mark = markWith(pdfium, object, key)
      if (mark === 0 || !call._FPDFPageObj_GetBounds(object, scratch, scratch + 4, scratch + 8, scratch + 12)) continue
      const span = spans.get(mark) ?? { objects: [], right: Number.NEGATIVE_INFINITY }
      spans.set(mark, span)
      span.objects.push(object)
      span.right = Math.max(span.right, pdfium.float(scratch + 8))
    }
    return new Map(
      [...spans.values()].flatMap(({ objects, right }) => objects.map((object) => [object, right] as const)),
    )
  })
}

/** The innermost mark of an object that has an entry; 0 where none has. */
function markWith({ call }: Pdfium, object: Pointer, key: Pointer): Pointer {
  for (let i = call._FPDFPageObj_CountMarks(object) - 1; i >= 0; i--) {
    const mark = call._FPDFPageObj_GetMark(object, i)
    if (call._FPDFPageObjMark_GetParamValueType(mark, key) === STRING) return mark
  }
  return 0
}
