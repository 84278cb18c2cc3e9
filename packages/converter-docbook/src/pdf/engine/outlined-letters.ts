import type { LetterNames } from './letter-names.ts'
import type { OutlinedFont } from './outlined-font.ts'
import type { Glyph } from './pdf-document.ts'
import { SeenCodes } from './seen-codes.ts'

/** Font sizes by which a letter may be wider or narrower than its font says. */
const SAME_WIDTH = 0.003

/**
 * Letters of fonts that are drawings and have no name, and of which the library knows the codes alone: it does not know names like
 * `uni0041`. Which font of the document theirs is, is seen by how far they go on.
 */
export class OutlinedLetters {
  /** Letters in fonts without a name, of which the document does not say what they are. */
  readonly seen = new SeenCodes()
  readonly #names: LetterNames

  constructor(names: LetterNames) {
    this.#names = names
  }

  /** The letters of a page as what the names of their codes say. Where several fonts are as wide, all must say the same. */
  resolve(glyphs: readonly Glyph[]): readonly Glyph[] {
    const { byFont } = this.seen
    if (byFont.size === 0) return glyphs
    const meant = new Map<Glyph, string>()
    for (const codes of byFont.values()) {
      const fonts = this.#names.outlined().filter((font) => isWideAs(codes, font))
      for (const [glyph, code] of codes) {
        const [letter, ...others] = new Set(fonts.map(({ letters }) => letters.get(code)))
        if (letter !== undefined && others.length === 0) meant.set(glyph, letter)
      }
    }
    return glyphs.map((glyph) => {
      const text = meant.get(glyph)
      return text === undefined ? glyph : { ...glyph, text }
    })
  }
}

function isWideAs(codes: ReadonlyMap<Glyph, number>, { widths }: OutlinedFont): boolean {
  return [...codes].every(
    ([{ advance, size }, code]) => Math.abs(advance / size - (widths.get(code) ?? Infinity)) < SAME_WIDTH,
  )
}
