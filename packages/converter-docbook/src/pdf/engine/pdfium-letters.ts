import type { CodeRanges } from './code-ranges.ts'
import type { LetterNames } from './letter-names.ts'
import { textOf, UNKNOWN_LETTER } from './letter-text.ts'
import { PIECE } from './named-letters.ts'
import type { Font } from './pdf-document.ts'
import { inkOf } from './pdfium-boxes.ts'
import { isUnsaid } from './pdfium-codes.ts'
import type { PdfiumFonts } from './pdfium-fonts.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'
import { PdfiumNameless } from './pdfium-nameless.ts'
import type { PdfiumPrograms, Program } from './pdfium-programs.ts'
import { hasSigns, unsaidLetter } from './unsaid-letters.ts'

/** Codes between are those of letters. */
const FIRST_LETTER = 0x20
const LAST_ASCII = 0x7e
/** Codes that are numbers of letters in their font are no higher, where the library does not say that they are such. */
export const LAST_NUMBER = 0xff
/** Font sizes by which the ink of a letter may differ from that of its glyph: if by more, its code is no number of a glyph. */
const SAME_INK = 0.02
/** Letters of a font that look so: the numbers are those of its glyphs. */
const LEAST_AGREED = 3

/** What says what codes of letters mean, for a whole document. */
export interface Meanings {
  readonly names: LetterNames
  readonly ranges: CodeRanges
  readonly programs: PdfiumPrograms
  /** Whether letters of a font were told by their numbers in the standard order. */
  readonly standardNumbers: { any: boolean }
}

/** The font of a letter. */
export interface LetterFont {
  readonly font: Font
  readonly handle: Pointer
  /** A font size along the line on the page; 0 where the line is not level there. */
  readonly wide: number
}

/** What the letters of a page are, also where the library reports numbers of their fonts alone. */
export class PdfiumLetters {
  readonly #pdfium: Pdfium
  readonly #text: Pointer
  readonly #meanings: Meanings
  readonly #nameless: PdfiumNameless
  readonly #programs = new Map<Pointer, Program>()

  constructor(pdfium: Pdfium, text: Pointer, fonts: PdfiumFonts, meanings: Meanings) {
    this.#pdfium = pdfium
    this.#text = text
    this.#meanings = meanings
    this.#nameless = new PdfiumNameless(pdfium, text, fonts)
  }

  /** What a number of a font means; undefined where nothing says it. */
  ofNumber(i: number, number: number, own: LetterFont): string | undefined {
    const code = this.#meanings.ranges.letterOf(own.font.name, number)
    return code === undefined ? this.#ofGlyph(i, number, own) : textOf(code)
  }

  /** The text of a code; where the library does not know it and reports its number, what its font or the document says. */
  ofCode(i: number, code: number, own: LetterFont): string | undefined {
    const isAscii = code >= FIRST_LETTER && code <= LAST_ASCII
    if (code > LAST_NUMBER || (code !== 0 && !isUnsaid(this.#pdfium, this.#text, i))) return textOf(code)
    const glyph = this.#ofGlyph(i, code, own)
    if (glyph !== undefined || (isAscii && !hasSigns(own.font))) return glyph ?? textOf(code)
    const letter = unsaidLetter(code, own.font, this.#meanings.names) ?? this.#nameless.letterOf(own.handle, code)
    if (letter !== undefined) return letter === PIECE ? undefined : letter
    if (code >= FIRST_LETTER) return textOf(code)
    return this.#isSeen(i, own.handle) ? UNKNOWN_LETTER : undefined
  }

  /**
   * What a font says of the glyph of a number, if the letter looks as large as that. Where others did, one that the font has no letter
   * for is unknown, or a space.
   */
  #ofGlyph(i: number, number: number, { handle, wide }: LetterFont): string | undefined {
    const program = this.#programs.get(handle) ?? this.#meanings.programs.of(handle)
    this.#programs.set(handle, program)
    const glyph = program.glyphs.get(number)
    const isTrusted = program.agreed >= LEAST_AGREED && program.agreed > program.differed
    if (glyph === undefined && isTrusted) return this.#isSeen(i, handle) ? UNKNOWN_LETTER : ' '
    if (glyph === undefined || wide === 0) return undefined
    const { text } = glyph
    if (text === ' ') return isTrusted ? text : undefined
    const { left, right, bottom, top } = inkOf(this.#pdfium, this.#text, i)
    const [width, height] = [(right - left) / wide, (top - bottom) / wide]
    const isAlike = Math.abs(width - glyph.width) < SAME_INK && Math.abs(height - glyph.height) < SAME_INK
    if (isAlike) program.agreed++
    else program.differed++
    return isAlike && program.agreed > program.differed ? text : undefined
  }

  /** Whether a letter has ink in a font of the document: what it does not have is not drawn in others. */
  #isSeen(i: number, font: Pointer): boolean {
    if (font === 0 || this.#pdfium.call._FPDFFont_GetIsEmbedded(font) !== 1) return false
    const { left, right, bottom, top } = inkOf(this.#pdfium, this.#text, i)
    return right > left && top > bottom
  }
}
