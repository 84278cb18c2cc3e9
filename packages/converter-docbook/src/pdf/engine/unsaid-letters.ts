import type { LetterNames } from './letter-names.ts'
import type { Font } from './pdf-document.ts'
import { isTexSigns, texLetter } from './tex-letters.ts'

const PI_FONT = /math(ematical)?pi/i
const known = new WeakMap<Font, boolean>()

/** Whether codes of letters may stand for signs in a font. */
export function hasSigns(font: Font): boolean {
  const before = known.get(font)
  if (before !== undefined) return before
  const has = isTexSigns(font.name) || PI_FONT.test(font.name)
  known.set(font, has)
  return has
}

/**
 * The letter of a code that the library does not know: what the document's name for it says, or else the font's. `PIECE`
 * where it is none; undefined where they say nothing.
 */
export function unsaidLetter(code: number, { name }: Font, names: LetterNames): string | undefined {
  const given = names.given(name, code)
  if (given !== undefined) return given.letter
  return texLetter(code, name) ?? names.own(name, code)?.letter
}
