import { isCovered } from './covered-spaces.ts'
import { DoubtfulLetters } from './doubtful-letters.ts'
import { DrawnSizes, UNREADABLE_SIZE } from './drawn-sizes.ts'
import { textOf, UNKNOWN_LETTER } from './letter-text.ts'
import { hasOneShape, isSameWidth, LetterWidths } from './letter-widths.ts'
import { PIECE } from './named-letters.ts'
import { withNamelessWeights } from './nameless-weights.ts'
import { OutlinedLetters } from './outlined-letters.ts'
import type { PageFrame } from './page-frame.ts'
import type { Font, Glyph } from './pdf-document.ts'
import { inkOf, looseBoxOf } from './pdfium-boxes.ts'
import { codeAt, isUnsaid } from './pdfium-codes.ts'
import { NO_FONT, PdfiumFonts } from './pdfium-fonts.ts'
import { LAST_NUMBER, type LetterFont, type Meanings, PdfiumLetters } from './pdfium-letters.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'
import type { PdfiumMarks } from './pdfium-marks.ts'
import { actualTextEnds } from './pdfium-spans.ts'
import { isControl, StandardNumbers, UNSAID } from './standard-numbers.ts'
import { seenLetter } from './symbol-letters.ts'
import { lostTwins } from './twin-letters.ts'

/**
 * Letters that are smaller and narrower than this many points are there for programs: some keep the source of a formula in
 * them. Fonts that are drawings (Type 3) may call any size so small.
 */
const LEAST_SIZE = 0.1

/** What all letters of one drawing instruction have in common. */
interface Style {
  readonly font: Font
  readonly size: number
  readonly angle: number
  readonly mark?: number | undefined
}

/** What places and marks letters. */
interface GlyphSource {
  readonly frame: PageFrame
  readonly marks: PdfiumMarks | undefined
  readonly meanings: Meanings
}

/** What is known of the objects that draw text. */
interface TextObjects {
  readonly ends: ReadonlyMap<Pointer, number>
  readonly twins: ReadonlyMap<Pointer, number>
}

/** The letters of a page, without the spaces and line ends that the library adds by its own lights. */
export function readGlyphs(pdfium: Pdfium, page: Pointer, source: GlyphSource): readonly Glyph[] {
  const text = pdfium.call._FPDFText_LoadPage(page)
  if (text === 0) return []
  try {
    const objects = { ends: actualTextEnds(pdfium, page), twins: lostTwins(pdfium, page, text) }
    return new GlyphReader(pdfium, text, source, objects).read()
  } finally {
    pdfium.call._FPDFText_ClosePage(text)
  }
}

class GlyphReader {
  readonly #pdfium: Pdfium
  readonly #text: Pointer
  readonly #frame: PageFrame
  readonly #marks: PdfiumMarks | undefined
  readonly #ends: ReadonlyMap<Pointer, number>
  readonly #twins: ReadonlyMap<Pointer, number>
  readonly #fonts: PdfiumFonts
  readonly #letters: PdfiumLetters
  readonly #doubtful = new DoubtfulLetters()
  readonly #numbers: StandardNumbers
  readonly #outlined: OutlinedLetters
  readonly #widths = new LetterWidths()
  readonly #drawnSizes = new DrawnSizes()
  #object: Pointer = -1
  /** Where the letters of the object at hand end, if not with them. */
  #end = Number.NEGATIVE_INFINITY
  #font: Pointer = 0
  #letterFont: LetterFont = { font: NO_FONT, handle: 0, wide: 0 }
  #style: Style | undefined
  /** How far the letters of the font at hand go on, in font sizes, and what a font size is on the page. */
  #widthOf: (code: number) => number = () => 0
  #wide = 0
  /** How far upright letters lean to the right, for each point of their height. */
  #lean = 0
  /** Where the letter before begins, on the page of the library. */
  #lastX = Number.NaN

  constructor(pdfium: Pdfium, text: Pointer, source: GlyphSource, { ends, twins }: TextObjects) {
    this.#pdfium = pdfium
    this.#text = text
    this.#frame = source.frame
    this.#marks = source.marks
    this.#ends = ends
    this.#twins = twins
    this.#fonts = new PdfiumFonts(pdfium)
    this.#numbers = new StandardNumbers(source.meanings.standardNumbers)
    this.#outlined = new OutlinedLetters(source.meanings.names)
    this.#letters = new PdfiumLetters(pdfium, text, this.#fonts, source.meanings)
  }

  read(): readonly Glyph[] {
    const count = this.#pdfium.call._FPDFText_CountChars(this.#text)
    const glyphs: Glyph[] = []
    for (let i = 0; i < count; i++) {
      const glyph = this.#glyph(i)
      if (glyph === undefined) continue
      glyphs.push(glyph)
      const twin = this.#lostTwin(glyph, i)
      if (twin !== undefined) glyphs.push(twin)
    }
    const meant = this.#inDrawnSizes(this.#numbers.resolve(this.#outlined.resolve(glyphs)))
    return withNamelessWeights(this.#doubtful.resolve(this.#withoutCovered(meant)))
  }

  /** The letter after this one that the library took for its shadow. */
  #lostTwin(glyph: Glyph, i: number): Glyph | undefined {
    const step = this.#twins.get(this.#object)
    if (step === undefined || this.#angleOnPage() !== 0 || this.#frame.turns !== 0) return undefined
    const isWithin = this.#pdfium.call._FPDFText_GetTextObject(this.#text, i + 1) === this.#object
    return isWithin ? undefined : { ...glyph, x: glyph.x + step }
  }

  #inDrawnSizes(glyphs: readonly Glyph[]): readonly Glyph[] {
    const sizes = this.#drawnSizes.sizes()
    if (sizes.size === 0) return glyphs
    return glyphs.map((glyph) => {
      const size = sizes.get(glyph)
      if (size === undefined) return glyph
      const drawn = { ...glyph, size }
      this.#doubtful.replace(glyph, drawn)
      return drawn
    })
  }

  /** Letters as wide as they are, and the spaces between them. */
  #withoutCovered(glyphs: readonly Glyph[]): Glyph[] {
    const narrower = this.#widths.narrower()
    const apart: Glyph[] = []
    for (const glyph of glyphs) {
      if (!isCovered(glyph, apart.at(-1))) apart.push(narrower.get(glyph) ?? glyph)
    }
    return apart
  }

  #glyph(i: number): Glyph | undefined {
    const { call, scratch } = this.#pdfium
    const code = codeAt(this.#pdfium, this.#text, i)
    const isNumber = code > LAST_NUMBER && isUnsaid(this.#pdfium, this.#text, i)
    const style = this.#styleOf(i)
    const meant = isNumber ? this.#letters.ofNumber(i, code, this.#letterFont) : undefined
    const isDoubtful = isNumber && meant === undefined
    const isGenerated = () => call._FPDFText_IsGenerated(this.#text, i) === 1
    const said = isNumber ? (meant ?? textOf(code)) : this.#letters.ofCode(i, code, this.#letterFont)
    const text = said ?? (isControl(code) && !isGenerated() ? UNSAID : undefined)
    if (text === undefined || (text === ' ' && isGenerated())) return undefined
    if (!call._FPDFText_GetCharOrigin(this.#text, i, scratch, scratch + 8)) return undefined
    const [x, y] = [this.#pdfium.double(scratch), this.#pdfium.double(scratch + 8)]
    if (!this.#frame.isSeen(x, y)) return undefined
    const advance = this.#advance(i, x, y)
    if (style.size < LEAST_SIZE && advance < LEAST_SIZE) return undefined
    const at = this.#frame.point(x, y)
    const seen = text === UNSAID ? text : seenLetter(text, style.font)
    if (text !== UNSAID && (seen === PIECE || (isDoubtful && seenLetter(UNKNOWN_LETTER, style.font) === PIECE))) return
    const glyph: Glyph = { text: seen, x: at[0], y: at[1], advance, ...style }
    if (isControl(code)) this.#numbers.seen.add(glyph, code)
    if (style.font.name === '' && code <= LAST_NUMBER && isUnsaid(this.#pdfium, this.#text, i)) {
      this.#outlined.seen.add(glyph, code)
    }
    if (isDoubtful) this.#doubtful.add(glyph)
    if (style.size < UNREADABLE_SIZE) this.#drawnSizes.see(glyph, this.#font, this.#inkHeight(i))
    else if (!isDoubtful && seen.codePointAt(0) === code && seen !== ' ') this.#seeWidth(glyph, i, x)
    return glyph
  }

  /** Along the baseline, from where the letter begins to the edge of its box. */
  #advance(i: number, x: number, y: number): number {
    const box = looseBoxOf(this.#pdfium, this.#text, i)
    if (box === undefined) return 0
    const { left, right, bottom, top } = box
    const angle = this.#angleOnPage()
    if (angle === 0) return Math.max(right - Math.max((top - y) * this.#lean, (bottom - y) * this.#lean), this.#end) - x
    if (angle === 90) return y - bottom
    if (angle === 180) return x - left
    if (angle === 270) return top - y
    return Math.max(right - left, top - bottom) / 2
  }

  /** Takes note of how wide an upright letter is; not where the one before stands at its place: they are of a ligature. */
  #seeWidth(glyph: Glyph, i: number, x: number): void {
    const isLigature = x === this.#lastX
    this.#lastX = x
    const code = glyph.text.codePointAt(0) ?? 0
    if (isLigature || Number.isFinite(this.#end) || this.#angleOnPage() !== 0 || !hasOneShape(code)) return
    const width = this.#widthOf(code) * this.#wide
    if (width <= 0) return
    if (isSameWidth(glyph, width)) this.#widths.agree(this.#font)
    else
      this.#widths.see({
        glyph,
        font: this.#font,
        width,
        ink: inkOf(this.#pdfium, this.#text, i).right - x,
      })
  }

  /** How high the ink of a letter is, across its line; 0 for letters that stand askew. */
  #inkHeight(i: number): number {
    const angle = this.#angleOnPage()
    const { left, right, bottom, top } = inkOf(this.#pdfium, this.#text, i)
    return angle % 90 !== 0 ? 0 : angle % 180 === 0 ? top - bottom : right - left
  }

  /** How the letters at hand are turned on the page of the library. */
  #angleOnPage(): number {
    return ((this.#style?.angle ?? 0) - this.#frame.turns * 90 + 360) % 360
  }

  #styleOf(i: number): Style {
    const { call } = this.#pdfium
    const object = call._FPDFText_GetTextObject(this.#text, i)
    if (this.#style === undefined || object !== this.#object) {
      this.#object = object
      this.#end = this.#ends.get(object) ?? Number.NEGATIVE_INFINITY
      this.#font = object === 0 ? 0 : call._FPDFTextObj_GetFont(object)
      this.#widthOf = this.#fonts.widthsOf(this.#font)
      this.#style = this.#readStyle(i)
      const wide = this.#angleOnPage() === 0 ? this.#wide : 0
      this.#letterFont = { font: this.#style.font, handle: this.#font, wide }
    }
    return this.#style
  }

  #readStyle(i: number): Style {
    const { call, scratch } = this.#pdfium
    const [a = 1, b = 0, c = 0, d = 1] = call._FPDFText_GetMatrix(this.#text, i, scratch)
      ? this.#pdfium.floats(scratch, 4)
      : []
    const fontSize = Math.abs(call._FPDFText_GetFontSize(this.#text, i))
    const along = Math.hypot(a, b)
    const size = fontSize * (along === 0 ? Math.hypot(c, d) : Math.abs(a * d - b * c) / along)
    this.#wide = fontSize * Math.abs(a)
    this.#lean = b === 0 && d !== 0 ? c / d : 0
    const angle = Math.round((-Math.atan2(b, a) * 180) / Math.PI) + this.#frame.turns * 90
    const font = this.#fonts.get(this.#font)
    const style = { font, size: size || 1, angle: ((angle % 360) + 360) % 360 }
    return this.#marks === undefined ? style : { ...style, mark: this.#marks.of(this.#object) }
  }
}
