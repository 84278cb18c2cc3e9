import { type ProgramGlyph, programGlyphs } from './font-program.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

/** Larger programs are not looked into. */
const MOST_BYTES = 32 * 1024 ** 2
/** So many programs of a document are looked into. */
const MOST_PROGRAMS = 300

/** The glyphs of a font by their numbers. */
export interface Program {
  readonly glyphs: ReadonlyMap<number, ProgramGlyph>
  /** How many letters looked like the glyphs of their numbers, and how many did not. */
  agreed: number
  differed: number
}

/**
 * What the fonts of a document themselves say of their letters. The system of macOS leaves letters out of what it tells of a font, and
 * other programs tell nothing: codes are then numbers of glyphs, which the font knows.
 */
export class PdfiumPrograms {
  readonly #pdfium: Pdfium
  readonly #programs = new Map<string, Program>()

  constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium
  }

  /** Without glyphs for a font that is not part of the document. */
  of(font: Pointer): Program {
    const { call, scratch } = this.#pdfium
    if (font === 0 || call._FPDFFont_GetIsEmbedded(font) !== 1) return { glyphs: NONE, agreed: 0, differed: 0 }
    const name = this.#pdfium.utf8((buffer, length) => call._FPDFFont_GetBaseFontName(font, buffer, length))
    const read = (buffer: Pointer, length: number) =>
      call._FPDFFont_GetFontData(font, buffer, length, scratch) ? this.#pdfium.int(scratch) : 0
    const length = read(0, 0)
    const key = `${name} ${length}`
    const before = this.#programs.get(key)
    if (before !== undefined) return before
    const isRead = length <= MOST_BYTES && this.#programs.size < MOST_PROGRAMS
    const glyphs = isRead ? programGlyphs(this.#pdfium.fetchBytes(read)) : NONE
    const program = { glyphs, agreed: 0, differed: 0 }
    if (isRead) this.#programs.set(key, program)
    return program
  }
}

const NONE: ReadonlyMap<number, ProgramGlyph> = new Map()
