import type { Font } from './pdf-document.ts'
import { SUBSET } from './pdf-objects.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'
import { isTexSigns } from './tex-letters.ts'

const FIXED = 1
const ITALIC = 1 << 6
const FORCE_BOLD = 1 << 18
/**
 * Bold fonts by their names. Their weight says nothing: it is reckoned from the width of the stems, for which programs write
 * what they like.
 */
const BOLD_NAME =
  /bold|black|heavy|demi|ultra(?!light)|[-,](bd|blk|hv|medi(?!um)|[789]00)|bd(cn|it)?$|^(cm|sf|ec|la)(ss)?b(x|sr|\d)|^rtxb|[a-z]tb[io]?$/i
const BOLD_END = /[a-z]BI?$/
const ITALIC_NAME = /italic|oblique|slanted|[-,]it\b|^(cm|sf|ec)(b?x?ti|sl|mi)/i
const FIXED_NAME = /mono|courier|typewriter|consol|^(cm|sf|ec)(tt|sltt|itt)/i
/** Letters that are narrow and wide in all fonts but those whose letters have one width, and one that no font has. */
const NARROW = "ijlt.,:;'!|"
const WIDE = 'mwMWOQ@%&'
const NO_LETTER = 0xf8fe
/** A font has so many letters of either kind, or says nothing by its widths. */
const LEAST_LETTERS = 2
/** Font sizes by which such widths may differ. */
const SAME_WIDTH = 0.005

/** The font of letters that have none. */
export const NO_FONT: Font = { name: '', isBold: false, isItalic: false, isFixed: false }

/** The fonts of a page by their handles. */
export class PdfiumFonts {
  readonly #pdfium: Pdfium
  readonly #fonts = new Map<Pointer, Font>()
  readonly #widths = new Map<Pointer, (code: number) => number>()

  constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium
  }

  get(font: Pointer): Font {
    const known = this.#fonts.get(font)
    if (known !== undefined) return known
    const read = font === 0 ? NO_FONT : this.#read(font)
    this.#fonts.set(font, read)
    return read
  }

  /** How far the letters of a font go on by their codes, in font sizes; 0 where it does not have one. */
  widthsOf(font: Pointer): (code: number) => number {
    const known = this.#widths.get(font)
    if (known !== undefined) return known
    const widths = new Map<number, number>()
    const widthOf = (code: number) => {
      const before = widths.get(code)
      if (before !== undefined) return before
      const width = this.#readWidth(font, code)
      widths.set(code, width)
      return width
    }
    this.#widths.set(font, widthOf)
    return widthOf
  }

  #readWidth(font: Pointer, code: number): number {
    const { call, scratch } = this.#pdfium
    return font !== 0 && call._FPDFFont_GetGlyphWidth(font, code, 1, scratch) ? this.#pdfium.float(scratch) : 0
  }

  #read(font: Pointer): Font {
    const { call, scratch } = this.#pdfium
    const name = this.#pdfium
      .utf8((buffer, length) => call._FPDFFont_GetBaseFontName(font, buffer, length))
      .replace(SUBSET, '')
    const flags = call._FPDFFont_GetFlags(font)
    const angle = call._FPDFFont_GetItalicAngle(font, scratch) ? this.#pdfium.int(scratch) : 0
    return {
      name,
      isBold: BOLD_NAME.test(name) || BOLD_END.test(name) || (flags & FORCE_BOLD) !== 0,
      isItalic: ITALIC_NAME.test(name) || (flags & ITALIC) !== 0 || angle !== 0,
      isFixed: FIXED_NAME.test(name) || (flags & FIXED) !== 0 || (!isTexSigns(name) && this.#hasOneWidth(font)),
    }
  }

  /** Whether narrow and wide letters that a font has go on as far as each other. */
  #hasOneWidth(font: Pointer): boolean {
    const none = this.#readWidth(font, NO_LETTER)
    const widthsOf = (letters: string) =>
      [...letters]
        .map((letter) => this.#readWidth(font, letter.charCodeAt(0)))
        .filter((width) => width > 0 && width !== none)
    const [narrow, wide] = [widthsOf(NARROW), widthsOf(WIDE)]
    if (Math.min(narrow.length, wide.length) < LEAST_LETTERS) return false
    const known = [...narrow, ...wide]
    return known.every((width) => Math.abs(width - (known[0] ?? 0)) < SAME_WIDTH)
  }
}
