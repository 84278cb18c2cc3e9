import type { Font, Glyph } from './pdf-document.ts'

/** Fonts are of one size when theirs differ by less than this share. */
const SAME_SIZE = 0.02
/** So many letters of a page are its text; so many of another font, which both have, say how much wider it is. */
const LEAST_OF_TEXT = 200
const LEAST_COMMON = 5
/** Bold letters are wider than those of the text by these factors, nearly all of them alike: not so those of a typewriter. */
const [LEAST_WIDER, MOST_WIDER] = [1.08, 1.3]
const ALIKE = 0.12

/**
 * Fonts without a name, as TeX drew them in pixels, do not say that they are bold: they are where their letters are wider than the same
 * letters of the text of the page, in the same size.
 */
export function withNamelessWeights(glyphs: readonly Glyph[]): readonly Glyph[] {
  const letters = glyphs.filter(({ text, font }) => font.name === '' && /^\p{L}$/u.test(text))
  if (letters.length < LEAST_OF_TEXT) return glyphs
  const fonts = [...Map.groupBy(letters, ({ font }) => font).values()].sort((a, b) => b.length - a.length)
  const bold = new Map<Font, Font>()
  for (const own of fonts) {
    const text = fonts.find((other) => other.length >= LEAST_OF_TEXT && isSameSize(other, own))
    const [first] = own
    if (first !== undefined && text !== undefined && text !== own && isWider(own, text)) {
      bold.set(first.font, { ...first.font, isBold: true })
    }
  }
  if (bold.size === 0) return glyphs
  return glyphs.map((glyph) => ({ ...glyph, font: bold.get(glyph.font) ?? glyph.font }))
}

function isSameSize([one]: readonly Glyph[], [other]: readonly Glyph[]): boolean {
  if (one === undefined || other === undefined) return false
  return Math.abs(one.size - other.size) < SAME_SIZE * one.size
}

function isWider(own: readonly Glyph[], text: readonly Glyph[]): boolean {
  const [widths, usual] = [widthsOf(own), widthsOf(text)]
  const factors = [...widths].flatMap(([letter, width]) => width / (usual.get(letter) ?? Number.NaN) || [])
  if (factors.length < LEAST_COMMON) return false
  const sorted = factors.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return at(0.5) >= LEAST_WIDER && at(0.5) <= MOST_WIDER && at(0.8) - at(0.2) < ALIKE
}

/** How far letters go on, in font sizes; of several the last. */
function widthsOf(glyphs: readonly Glyph[]): ReadonlyMap<string, number> {
  return new Map(glyphs.map(({ text, advance, size }) => [text, advance / size]))
}
