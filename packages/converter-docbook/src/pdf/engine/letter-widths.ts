import type { Glyph } from './pdf-document.ts'
import type { Pointer } from './pdfium-library.ts'

/** Widths are the same when they differ by no more than this many font sizes. */
const SAME = 0.01
/** A letter is no narrower than this part of its box: what says so speaks of another one. */
const LEAST_OF_BOX = 0.4
/** A font of which one letter in so many has another width than it says means other letters by its codes. */
const WRONG_IN = 10

/** Codes between are those of scripts whose letters join, and take other shapes; so do those from the last one. */
const FIRST_JOINED = 0x0590
const LAST_JOINED = 0x1dff
const FIRST_IDEOGRAPH = 0x2e80

/** A letter on a page, with the box that the library gives it. */
export interface BoxedLetter {
  /** Its advance is the width of the box. */
  readonly glyph: Glyph
  readonly font: Pointer
  /** How far the font says that the letter of this code goes on. */
  readonly width: number
  /** How far its ink reaches. */
  readonly ink: number
}

interface FontLetters {
  letters: number
  wrong: number
  readonly overhanging: BoxedLetter[]
}

/**
 * How far letters go on where their ink reaches over what follows, as that of an f does: the box takes it in. A font tells it,
 * but by the code of a letter only; whether its codes can be trusted is seen by the letters whose ink does not fill the box.
 */
export class LetterWidths {
  readonly #fonts = new Map<Pointer, FontLetters>()

  /** Takes note of a letter that is as wide as its font says. */
  agree(font: Pointer): void {
    this.#of(font).letters++
  }

  /** Takes note of a letter that is not; it stands for itself, not with others for a ligature. */
  see(letter: BoxedLetter): void {
    const { glyph, font, width, ink } = letter
    const own = this.#of(font)
    own.letters++
    const fills = ink > glyph.advance - SAME * glyph.size
    if (width > glyph.advance || !fills) own.wrong++
    else if (width > LEAST_OF_BOX * glyph.advance) own.overhanging.push(letter)
  }

  /** The letters whose boxes are wider than they are, and what takes their place. */
  narrower(): ReadonlyMap<Glyph, Glyph> {
    const trusted = [...this.#fonts.values()].filter(({ letters, wrong }) => wrong * WRONG_IN <= letters)
    return new Map(
      trusted.flatMap(({ overhanging }) => overhanging.map((one) => [one.glyph, toNarrower(one)] as const)),
    )
  }

  #of(font: Pointer): FontLetters {
    const known = this.#fonts.get(font)
    if (known !== undefined) return known
    const own = { letters: 0, wrong: 0, overhanging: [] }
    this.#fonts.set(font, own)
    return own
  }
}

function toNarrower({ glyph, width }: BoxedLetter): Glyph {
  return { ...glyph, advance: width, reach: glyph.advance }
}

/** Whether a letter is as wide as its font says. */
export function isSameWidth({ advance, size }: Glyph, width: number): boolean {
  return Math.abs(width - advance) <= SAME * size
}

/** Whether a letter has one shape wherever it stands. */
export function hasOneShape(code: number): boolean {
  return code < FIRST_JOINED || (code > LAST_JOINED && code < FIRST_IDEOGRAPH)
}
