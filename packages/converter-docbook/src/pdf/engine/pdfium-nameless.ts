import { corkLetters, type NamelessLetter } from './cork-letters.ts'
import { codeAt, isUnsaid } from './pdfium-codes.ts'
import type { PdfiumFonts } from './pdfium-fonts.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

const LAST_CODE = 0xff

/** The letters of a page in fonts that have neither a name nor say what their codes mean. */
export class PdfiumNameless {
  readonly #pdfium: Pdfium
  readonly #text: Pointer
  readonly #fonts: PdfiumFonts
  #letterOf: ((letter: NamelessLetter) => string | undefined) | undefined

  constructor(pdfium: Pdfium, text: Pointer, fonts: PdfiumFonts) {
    this.#pdfium = pdfium
    this.#text = text
    this.#fonts = fonts
  }

  /** What a code means by all letters of the page; undefined where that is not known, and in fonts that have a name. */
  letterOf(font: Pointer, code: number): string | undefined {
    if (!this.#isNameless(font)) return undefined
    this.#letterOf ??= corkLetters(this.#letters())
    return this.#letterOf({ font, code })
  }

  #isNameless(font: Pointer): boolean {
    return font !== 0 && this.#fonts.get(font).name === ''
  }

  #letters(): Array<NamelessLetter | undefined> {
    const { call } = this.#pdfium
    return Array.from({ length: call._FPDFText_CountChars(this.#text) }, (_, i) => {
      const code = codeAt(this.#pdfium, this.#text, i)
      const object = code > LAST_CODE ? 0 : call._FPDFText_GetTextObject(this.#text, i)
      const font = object === 0 ? 0 : call._FPDFTextObj_GetFont(object)
      return this.#isNameless(font) && isUnsaid(this.#pdfium, this.#text, i) ? { font, code } : undefined
    })
  }
}
