import type { Glyph } from '../engine/pdf-document.ts'

/** Accents that stand for themselves, and those that belong to a letter. */
const COMBINING: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '`': '\u0300',
    '´': '\u0301',
    ˆ: '\u0302',
    '^': '\u0302',
    '˜': '\u0303',
    '~': '\u0303',
    '¯': '\u0304',
    '˘': '\u0306',
    '˙': '\u0307',
    '¨': '\u0308',
    '˚': '\u030A',
    '˝': '\u030B',
    ˇ: '\u030C',
    '¸': '\u0327',
    '˛': '\u0328',
  }),
)
const DOTLESS: ReadonlyMap<string, string> = new Map([
  ['ı', 'i'],
  ['ȷ', 'j'],
])
/** Accents that formulas put over any letter: grave to diaeresis, and the arrow. */
const OVER_ANY = /^[\u0300-\u0304\u0307\u0308\u030C\u20D7]$/
const OF_FORMULAS = /^[\p{Script=Latin}\p{Script=Greek}]$/u
/** Above or below its letter an accent may stand by this many font sizes. */
const SHIFT = 0.5

/**
 * Letters with the accents that are drawn over or under them: some programs draw the two one after the other, and an engine
 * that reads line by line may tell of the accent much later.
 */
export function composeAccents(glyphs: readonly Glyph[]): readonly Glyph[] {
  const accents = glyphs.filter(({ text }) => accentOf(text) !== undefined)
  if (accents.length === 0) return glyphs
  const lettersNear = byPlace(glyphs.filter(({ text }) => isLetter(text)))
  const composed = new Map<Glyph, Glyph | undefined>()
  for (const accent of accents) {
    const letter = lettersNear(accent).find((one) => isOver(accent, one))
    const whole = letter && compose(composed.get(letter) ?? letter, accent)
    if (letter === undefined || whole === undefined) continue
    composed.set(letter, whole)
    composed.set(accent, undefined)
  }
  return glyphs.flatMap((glyph) => (composed.has(glyph) ? (composed.get(glyph) ?? []) : [glyph]))
}

/** Finds the letters that an accent may stand over, in their order, without looking at all of a page. */
function byPlace(letters: readonly Glyph[]): (accent: Glyph) => readonly Glyph[] {
  const wide = letters.reduce((most, { advance }) => Math.max(most, advance), 1)
  const tall = letters.reduce((most, { size }) => Math.max(most, size), 1)
  const cells = new Map<string, Array<readonly [number, Glyph]>>()
  for (const [order, letter] of letters.entries()) {
    const key = `${Math.floor(letter.x / wide)} ${Math.floor(letter.y / tall)}`
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [[order, letter]])
    else cell.push([order, letter])
  }
  return (accent) => {
    const [column, row] = [Math.floor(middleOf(accent) / wide), Math.floor(accent.y / tall)]
    const near = [row - 1, row, row + 1].flatMap((y) =>
      [column - 1, column].flatMap((x) => cells.get(`${x} ${y}`) ?? []),
    )
    return near.sort(([a], [b]) => a - b).map(([, letter]) => letter)
  }
}

function accentOf(text: string): string | undefined {
  return COMBINING.get(text) ?? (/^\p{Mn}$/u.test(text) ? text : undefined)
}

/** Some accents that stand for themselves count as letters in Unicode. */
function isLetter(text: string): boolean {
  return /^\p{L}/u.test(text) && !COMBINING.has(text)
}

/** Whether the middle of an accent stands over a letter. */
function isOver(accent: Glyph, letter: Glyph): boolean {
  const middle = middleOf(accent)
  const isNear = Math.abs(accent.y - letter.y) < SHIFT * letter.size
  return isNear && middle > letter.x && middle < letter.x + letter.advance
}

function middleOf({ x, advance }: Glyph): number {
  return x + advance / 2
}

/**
 * A letter with its accent; undefined where there is no such letter, and no formula has it: there accents are of another font. Fonts of their
 * own codes have signs in the places of accents.
 */
function compose(letter: Glyph, { text: accent, font }: Glyph): Glyph | undefined {
  const combining = accentOf(accent) ?? ''
  const text = `${DOTLESS.get(letter.text) ?? letter.text}${combining}`.normalize('NFC')
  const isOfFormula = font !== letter.font && OVER_ANY.test(combining) && OF_FORMULAS.test(letter.text)
  return [...text].length === 1 || isOfFormula ? { ...letter, text } : undefined
}
