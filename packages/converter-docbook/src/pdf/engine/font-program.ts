import { textOf } from './letter-text.ts'

/** A glyph of a font: what it is, and how wide and high its ink is, in font sizes. */
export interface ProgramGlyph {
  readonly text: string
  readonly width: number
  readonly height: number
}

/** How a glyph looks, in font sizes: edges of its ink from where it begins, and where the next one begins. */
interface Look {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  readonly advance: number
}

/** Ligatures that fonts have no letter for. */
const LIGATURES = ['ff', 'fi', 'fl', 'ffi', 'ffl', 'fj', 'ffj', 'ft', 'fft', 'ti', 'tt', 'tti', 'tf', 'Th']
/**
 * Font sizes by which a ligature may begin elsewhere than its first letter, by which its other edges may differ from those of its letters,
 * and by which each of them may stand closer or wider.
 */
const SAME_START = 0.005
const SAME_EDGE = 0.03
const SAME_ADVANCE = 0.045

const TABLES_AT = 12
const TABLE_BYTES = 16
/** Programs have fewer tables, ranges of letters and letters. */
const MOST_TABLES = 64
const MOST_RANGES = 20_000
const MOST_LETTERS = 200_000
/** Private letters say no more than the number of a glyph. */
const [PRIVATE, LAST_PRIVATE] = [0xe000, 0xf8ff]

/**
 * The glyphs by number that a TrueType font has letters for, by its own table `cmap` (ISO/IEC 14496-22), and ligatures of them, by their
 * looks. Of several letters of a glyph it is the first of Unicode. Empty where the bytes are no such font.
 */
export function programGlyphs(bytes: Uint8Array): ReadonlyMap<number, ProgramGlyph> {
  const glyphs = new Map<number, ProgramGlyph>()
  try {
    const tables = tablesOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    const lookOf = looks(tables)
    const add = (glyph: number, text: string, { left, right, bottom, top }: Look) =>
      glyphs.set(glyph, { text, width: right - left, height: top - bottom })
    const letters = new Map<string, Look>()
    let left = MOST_LETTERS
    for (const [code, glyph] of lettersOf(tables.get('cmap'))) {
      if (left-- === 0) break
      const isPrivate = code >= PRIVATE && code <= LAST_PRIVATE
      const text = isPrivate ? undefined : textOf(code)
      if (glyph === 0 || text === undefined) continue
      const look = lookOf(glyph)
      letters.set(text, look)
      if (!glyphs.has(glyph)) add(glyph, text, look)
    }
    const ligatures = ligaturesOf(letters)
    const count = ligatures.length === 0 ? 0 : (tables.get('maxp')?.getUint16(4) ?? 0)
    for (let glyph = 1; glyph < count; glyph++) {
      if (glyphs.has(glyph)) continue
      const look = lookOf(glyph)
      const [found, ...others] = ligatures.filter((one) => isLike(look, one))
      if (found !== undefined && others.length === 0) add(glyph, found.text, look)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error // a table that is cut off says no more
  }
  return glyphs
}

/** How a ligature would look that begins like its first letter, ends like its last one, and is as wide and as high as all. */
interface Ligature extends Look {
  readonly text: string
}

/** Those of which a font has all letters. */
function ligaturesOf(letters: ReadonlyMap<string, Look>): Ligature[] {
  return LIGATURES.flatMap((text) => {
    const parts = [...text].flatMap((letter) => letters.get(letter) ?? [])
    const [first, last] = [parts[0], parts.at(-1)]
    if (first === undefined || last === undefined || parts.length < text.length) return []
    const advance = parts.reduce((sum, part) => sum + part.advance, 0)
    return {
      ...{ text, advance, left: first.left, right: advance - (last.advance - last.right) },
      ...{ top: Math.max(...parts.map(({ top }) => top)), bottom: Math.min(...parts.map(({ bottom }) => bottom)) },
    }
  })
}

function isLike(look: Look, other: Ligature): boolean {
  const isNear = (one: number, another: number, most: number) => Math.abs(one - another) <= most
  return (
    isNear(look.left, other.left, SAME_START) &&
    isNear(look.bottom, other.bottom, SAME_START) &&
    isNear(look.top, other.top, SAME_EDGE) &&
    isNear(look.advance - look.right, other.advance - other.right, SAME_EDGE) &&
    isNear(look.advance, other.advance, SAME_ADVANCE * (other.text.length - 1))
  )
}

function tablesOf(font: DataView): Map<string, DataView> {
  const count = Math.min(font.getUint16(4), MOST_TABLES)
  const tables = new Map<string, DataView>()
  for (let i = 0; i < count; i++) {
    const at = TABLES_AT + i * TABLE_BYTES
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => font.getUint8(at + k)))
    const start = font.getUint32(at + 8)
    if (start < font.byteLength)
      tables.set(tag, new DataView(font.buffer, font.byteOffset + start, font.byteLength - start))
  }
  return tables
}

/** How glyphs look; those beyond the last that has an advance go on as far as it does. */
function looks(tables: ReadonlyMap<string, DataView>): (glyph: number) => Look {
  const [head, header, advances, places, outlines] = ['head', 'hhea', 'hmtx', 'loca', 'glyf'].map((tag) =>
    tables.get(tag),
  )
  if (head === undefined || header === undefined || advances === undefined) throw new RangeError('no font')
  if (places === undefined || outlines === undefined) throw new RangeError('no TrueType font')
  const [units, isLong, count] = [head.getUint16(18), head.getInt16(50) === 1, header.getUint16(34)]
  const placeOf = (glyph: number) => (isLong ? places.getUint32(4 * glyph) : 2 * places.getUint16(2 * glyph))
  return (glyph) => {
    const at = placeOf(glyph)
    const advance = advances.getUint16(4 * Math.max(0, Math.min(glyph, count - 1))) / units
    if (at === placeOf(glyph + 1)) return { left: 0, right: 0, bottom: 0, top: 0, advance }
    const [left = 0, bottom = 0, right = 0, top = 0] = [2, 4, 6, 8].map((k) => outlines.getInt16(at + k) / units)
    return { left, right, bottom, top, advance }
  }
}

/** Code points with their glyphs, in the order of Unicode: of the first subtable that has them. */
function* lettersOf(table: DataView | undefined): Generator<readonly [code: number, glyph: number]> {
  if (table === undefined) return
  const count = Math.min(table.getUint16(2), MOST_TABLES)
  for (let i = 0; i < count; i++) {
    const [platform, encoding, at] = [
      table.getUint16(4 + 8 * i),
      table.getUint16(6 + 8 * i),
      table.getUint32(8 + 8 * i),
    ]
    const isUnicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10))
    if (!isUnicode || at >= table.byteLength) continue
    const own = new DataView(table.buffer, table.byteOffset + at, table.byteLength - at)
    const format = own.getUint16(0)
    if (format !== 4 && format !== 12) continue
    yield* format === 4 ? segments(own) : groups(own)
    return
  }
}

/** Format 4: segments of the first 65,536 code points. */
function* segments(table: DataView): Generator<readonly [number, number]> {
  const count = table.getUint16(6) / 2
  const [ends, starts] = [14, 16 + 2 * count]
  const [deltas, offsets] = [starts + 2 * count, starts + 4 * count]
  for (let i = 0; i < count; i++) {
    const [start, end] = [table.getUint16(starts + 2 * i), table.getUint16(ends + 2 * i)]
    const [delta, offset] = [table.getUint16(deltas + 2 * i), table.getUint16(offsets + 2 * i)]
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const named = offset === 0 ? code : table.getUint16(offsets + 2 * i + offset + 2 * (code - start))
      yield [code, offset !== 0 && named === 0 ? 0 : (named + delta) & 0xffff]
    }
  }
}

/** Format 12: groups of all code points. */
function* groups(table: DataView): Generator<readonly [number, number]> {
  const count = Math.min(table.getUint32(12), MOST_RANGES)
  for (let i = 0; i < count; i++) {
    const [start, end, glyph] = [0, 4, 8].map((k) => table.getUint32(16 + 12 * i + k)) as [number, number, number]
    for (let code = start; code <= Math.min(end, start + 0xffff, 0x10ffff); code++) yield [code, glyph + code - start]
  }
}
