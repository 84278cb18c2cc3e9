import { UNKNOWN_LETTER } from './letter-text.ts'
import type { Glyph } from './pdf-document.ts'
import { SeenCodes } from './seen-codes.ts'

/** The text of a letter that is none unless its code is a number. */
export const UNSAID = ''
/** Numbers below this one are told as control characters. */
const FIRST_PRINTED = 0x20
/** Glyphs in the standard order of TrueType fonts (Apple, TrueType Reference Manual, `post`): a space is the third, ASCII follows, and then Mac OS Roman. */
const FIRST_NUMBER = 3
const ORDER = [
  ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)),
  ...new TextDecoder('macintosh').decode(Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i)),
]
const APPLE = '\uF8FF'
/** So many letters of a font on a page say whether their codes are numbers; so few do where those of another font were. */
const LEAST_LETTERS = 40
const LEAST_OF_ANOTHER = 3
/** Of text, this share are letters, and of those as many are of the twelve that are frequent where Latin letters are used. */
const LETTERS = 0.75
const FREQUENT = 0.55
const FREQUENT_LETTER = /[etaoinsrhldu]/

/**
 * Letters that are told by their numbers in a font of the standard order, 29 below what they are: `7KLV LV` is `This is`. Programs that
 * take such fonts apart may forget to tell what the letters mean, or tell that their numbers do.
 */
export class StandardNumbers {
  /** Letters with codes that no text has. */
  readonly seen = new SeenCodes()
  readonly #found: { any: boolean }

  /** @param found whether a font of the document was one of these */
  constructor(found: { any: boolean }) {
    this.#found = found
  }

  /** The letters of a page as what they are, without those that are none. */
  resolve(glyphs: readonly Glyph[]): readonly Glyph[] {
    const { byFont } = this.seen
    if (byFont.size === 0) return glyphs
    const meant = new Map<Glyph, string>()
    for (const [font, codes] of byFont) {
      const own = glyphs.filter((glyph) => glyph.font === font && glyph.text !== ' ')
      const letters = own.map((glyph) => letterOf(codes.get(glyph) ?? glyph.text.codePointAt(0) ?? 0))
      if (!this.#isText(letters.filter((letter) => letter !== ' '))) continue
      this.#found.any = true
      for (const [i, glyph] of own.entries()) meant.set(glyph, letters[i] ?? UNKNOWN_LETTER)
    }
    return glyphs.flatMap((glyph) => {
      const text = meant.get(glyph)
      if (text !== undefined) return { ...glyph, text }
      return glyph.text === UNSAID ? [] : glyph
    })
  }

  #isText(letters: ReadonlyArray<string | undefined>): boolean {
    if (letters.length < (this.#found.any ? LEAST_OF_ANOTHER : LEAST_LETTERS)) return false
    const latin = letters.filter((letter) => letter !== undefined && /[A-Za-z]/.test(letter))
    const frequent = latin.filter((letter) => FREQUENT_LETTER.test(letter ?? ''))
    return latin.length >= LETTERS * letters.length && frequent.length >= FREQUENT * latin.length
  }
}

/** Whether a code may be the number of a letter and is no text. */
export function isControl(code: number): boolean {
  return code >= FIRST_NUMBER && code < FIRST_PRINTED
}

function letterOf(number: number): string | undefined {
  const letter = ORDER[number - FIRST_NUMBER]
  return letter === APPLE ? undefined : letter
}
