import { UNKNOWN_LETTER } from './letter-text.ts'
import type { Font, Glyph } from './pdf-document.ts'

/** Letters whose code the font does not say; the library reports their number in the font. */
export class DoubtfulLetters {
  readonly #doubtful = new Set<Glyph>()

  add(glyph: Glyph): void {
    this.#doubtful.add(glyph)
  }

  /** Takes note that a letter is described anew. */
  replace(glyph: Glyph, by: Glyph): void {
    if (this.#doubtful.has(glyph)) this.#doubtful.add(by)
  }

  /** Codes that nobody vouches for are letters only among as many others of their kind: else they are numbers of a font. */
  resolve(glyphs: readonly Glyph[]): readonly Glyph[] {
    if (this.#doubtful.size === 0) return glyphs
    const kinds = new Map<Font, Map<number, number>>()
    for (const glyph of glyphs) {
      const own = kinds.get(glyph.font) ?? new Map<number, number>()
      kinds.set(glyph.font, own)
      own.set(kindOf(glyph), (own.get(kindOf(glyph)) ?? 0) + (this.#doubtful.has(glyph) ? -1 : 1))
    }
    const isUnknown = (glyph: Glyph) =>
      this.#doubtful.has(glyph) && (kinds.get(glyph.font)?.get(kindOf(glyph)) ?? 0) <= 0
    return glyphs.map((glyph) => (isUnknown(glyph) ? { ...glyph, text: UNKNOWN_LETTER } : glyph))
  }
}

/** The 256 codes among which a letter is, as most scripts have them for themselves. */
function kindOf({ text }: Glyph): number {
  return (text.codePointAt(0) ?? 0) >> 8
}
