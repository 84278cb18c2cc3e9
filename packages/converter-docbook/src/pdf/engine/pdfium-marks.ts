import { ARTIFACT } from './pdf-document.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

const FORM = 5
/** Forms inside of forms, deeper than any program makes them. */
const DEEPEST = 12

/** Which marked content the objects of a page belong to. What a form draws belongs to the content that the form is in. */
export class PdfiumMarks {
  readonly #pdfium: Pdfium
  readonly #inForms = new Map<Pointer, number | undefined>()

  constructor(pdfium: Pdfium, page: Pointer) {
    const { call } = pdfium
    this.#pdfium = pdfium
    const count = call._FPDFPage_CountObjects(page)
    for (let i = 0; i < count; i++) {
      const object = call._FPDFPage_GetObject(page, i)
      if (object !== 0 && call._FPDFPageObj_GetType(object) === FORM) this.#addForm(object, this.#read(object), 1)
    }
  }

  /** The id of the marked content, `ARTIFACT`, or undefined for what is not marked. */
  of(object: Pointer): number | undefined {
    if (object === 0) return undefined
    return this.#inForms.has(object) ? this.#inForms.get(object) : this.#read(object)
  }

  #addForm(form: Pointer, mark: number | undefined, depth: number): void {
    const { call } = this.#pdfium
    const count = call._FPDFFormObj_CountObjects(form)
    for (let i = 0; i < count; i++) {
      const object = call._FPDFFormObj_GetObject(form, i)
      if (object === 0 || this.#inForms.has(object)) continue
      this.#inForms.set(object, mark)
      if (depth < DEEPEST && call._FPDFPageObj_GetType(object) === FORM) this.#addForm(object, mark, depth + 1)
    }
  }

  #read(object: Pointer): number | undefined {
    const { call } = this.#pdfium
    const id = call._FPDFPageObj_GetMarkedContentID(object)
    if (id >= 0) return id
    const count = call._FPDFPageObj_CountMarks(object)
    for (let i = 0; i < count; i++)
      if (this.#nameOf(call._FPDFPageObj_GetMark(object, i)) === 'Artifact') return ARTIFACT
    return undefined
  }

  #nameOf(mark: Pointer): string {
    const { call, scratch } = this.#pdfium
    return this.#pdfium.utf16((buffer, length) => {
      this.#pdfium.setInt(scratch, 0)
      call._FPDFPageObjMark_GetName(mark, buffer, length, scratch)
      return this.#pdfium.int(scratch)
    })
  }
}
