import type { Font, Glyph } from './pdf-document.ts'

/** Letters of a page with the codes that the library told of them, by their fonts. */
export class SeenCodes {
  readonly #fonts = new Map<Font, Map<Glyph, number>>()

  get byFont(): ReadonlyMap<Font, ReadonlyMap<Glyph, number>> {
    return this.#fonts
  }

  add(glyph: Glyph, code: number): void {
    const own = this.#fonts.get(glyph.font) ?? new Map<Glyph, number>()
    this.#fonts.set(glyph.font, own.set(glyph, code))
  }
}
