import type { Glyph } from './pdf-document.ts'
import type { Pointer } from './pdfium-library.ts'

/** Nobody reads letters that are as small, in points; fonts that are drawings (Type 3) may call any size so. */
export const UNREADABLE_SIZE = 2
/** Letters are higher than their size by less than this, if that is their size. */
const MOST_HEIGHT = 1.25

/** How high letters are, in font sizes: as Computer Modern has them; Times and Helvetica differ by up to a fifth. */
const HEIGHTS: ReadonlyArray<readonly [letters: RegExp, height: number]> = [
  [/[acemnorsuvwxz]/, 0.43],
  [/[A-Zbdfhkl]/, 0.69],
  [/[0-9]/, 0.65],
]

/** The letters of one font and size. */
interface Drawn {
  readonly size: number
  readonly glyphs: Set<Glyph>
  /** Of those of each kind of {@link HEIGHTS}. */
  readonly heights: number[][]
}

/** The sizes of fonts that are drawings, by how high their letters are drawn. */
export class DrawnSizes {
  readonly #drawn = new Map<string, Drawn>()

  /** Takes note of a letter and the height of its ink. */
  see(glyph: Glyph, font: Pointer, height: number): void {
    const key = `${font} ${glyph.size}`
    const drawn = this.#drawn.get(key) ?? { size: glyph.size, glyphs: new Set(), heights: HEIGHTS.map(() => []) }
    this.#drawn.set(key, drawn)
    drawn.glyphs.add(glyph)
    const kind = HEIGHTS.findIndex(([letters]) => letters.test(glyph.text))
    if (kind !== -1 && height > 0) drawn.heights[kind]?.push(height)
  }

  /** The letters whose size is another than their font calls it. */
  sizes(): Map<Glyph, number> {
    const sizes = new Map<Glyph, number>()
    for (const { size, glyphs, heights } of this.#drawn.values()) {
      const drawn = sizeOf(heights)
      if (drawn === undefined || drawn <= size * MOST_HEIGHT) continue
      for (const glyph of glyphs) sizes.set(glyph, drawn)
    }
    return sizes
  }
}

function sizeOf(heights: readonly number[][]): number | undefined {
  const kind = heights.findIndex((known) => known.length > 0)
  const known = heights[kind]?.toSorted((a, b) => a - b) ?? []
  const middle = known[Math.floor(known.length / 2)]
  return middle === undefined ? undefined : middle / (HEIGHTS[kind]?.[1] ?? 1)
}
