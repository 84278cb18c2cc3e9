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
/** Above or below its letter an accent may stand by this many font sizes. */
const SHIFT = 0.5

/**
 * Letters with the accents that are drawn over or under them: some programs draw the two one after the other, and an engine
 * that reads line by line may tell of the accent much later.
 */
export function composeAccents(glyphs: readonly Glyph[]): readonly Glyph[] {
  const accents = glyphs.filter(({ text }) => accentOf(text) !== undefined)
  if (accents.length === 0) return glyphs
  const letters = glyphs.filter(({ text }) => /^\p{L}/u.test(text))
  const composed = new Map<Glyph, Glyph | undefined>()
  for (const accent of accents) {
    const letter = letters.find((one) => isOver(accent, one))
    const whole = letter && compose(composed.get(letter) ?? letter, accentOf(accent.text) ?? '')
    if (letter === undefined || whole === undefined) continue
    composed.set(letter, whole)
    composed.set(accent, undefined)
  }
  return glyphs.flatMap((glyph) => (composed.has(glyph) ? (composed.get(glyph) ?? []) : [glyph]))
}

function accentOf(text: string): string | undefined {
  return COMBINING.get(text) ?? (/^\p{Mn}$/u.test(text) ? text : undefined)
}

/** Whether the middle of an accent stands over a letter. */
function isOver(accent: Glyph, letter: Glyph): boolean {
  const middle = accent.x + accent.advance / 2
  const isNear = Math.abs(accent.y - letter.y) < SHIFT * letter.size
  return isNear && middle > letter.x && middle < letter.x + letter.advance && /^\p{L}/u.test(letter.text)
}

/** A letter with its accent; undefined where there is no such letter. */
function compose(letter: Glyph, accent: string): Glyph | undefined {
  const text = `${DOTLESS.get(letter.text) ?? letter.text}${accent}`.normalize('NFC')
  return [...text].length === 1 ? { ...letter, text } : undefined
}
