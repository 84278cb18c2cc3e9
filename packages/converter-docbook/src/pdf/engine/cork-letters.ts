/** A letter of a font without a name: its font and its code. */
export interface NamelessLetter {
  readonly font: number
  readonly code: number
}

/** Codes of 32 letters from the first on; a dot where they are not sure. */
type Codes = ReadonlyArray<readonly [number, string]>

const [FIRST_LIGATURE, LAST_LIGATURE] = [0x1b, 0x1f]
const LIGATURES = ['ff', 'fi', 'fl', 'ffi', 'ffl']
/** Accents stand before their letters. */
const MARKS: Codes = [
  [0x00, '`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›'],
  [0x10, '“”„«»–—'],
]

/** The Cork encoding of European letters (T1 of LaTeX, `t1enc.dfu`). */
const EUROPEAN: Codes = [
  ...MARKS,
  [0x80, 'ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§'],
  [0xa0, 'ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£'],
  [0xc0, 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞ.'],
  [0xe0, 'àáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß'],
]
/** Its sister for Cyrillic letters (T2A of LaTeX, `t2aenc.dfu`). */
const CYRILLIC: Codes = [
  ...MARKS,
  [0x80, 'Ґ.......Ї...................Ё№.§'],
  [0xa0, 'ґ.......ї...................ё„«»'],
  [0xc0, 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ'],
  [0xe0, 'абвгдежзийклмнопрстуфхцчшщъыьэюя'],
]
/** Letters that follow each other are a word from this many on; a font of words has this part of its letters in them. */
const WORD = 3
const MOST = 0.5
const WRITTEN = /^(\p{Lu}?\p{Ll}+|\p{Lu}+)$/u
const MOST_WRITTEN = 0.7

/**
 * What codes mean in fonts without names, which LaTeX made of pictures of letters (Type 3). It arranged them in two ways for
 * texts beyond English; which, the words of a page tell: letters in a row with codes above 0xc0 are Cyrillic, and single
 * ones among others, or ligatures within words, are European. Fonts that have no words are of formulas.
 *
 * @param letters all letters of a page in such fonts whose meaning is not said, with undefined where others are between
 * @returns the text of a code in a font; undefined where it is not known
 */
export function corkLetters(
  letters: ReadonlyArray<NamelessLetter | undefined>,
): (letter: NamelessLetter) => string | undefined {
  const words = wordsOf(letters)
  const fonts = fontsOfWords(letters, words)
  const own = words.filter(([first]) => first !== undefined && fonts.has(first.font))
  const table = isCyrillic(own) ? CYRILLIC : isEuropean(own) ? EUROPEAN : undefined
  const read = table === undefined ? new Map<number, string>() : meaningsOf(table)
  const meanings = areWords(own, read) ? read : new Map<number, string>()
  return ({ font, code }) => (fonts.has(font) ? meanings.get(code) : undefined)
}

function wordsOf(letters: ReadonlyArray<NamelessLetter | undefined>): NamelessLetter[][] {
  const words: NamelessLetter[][] = []
  let word: NamelessLetter[] = []
  for (const letter of [...letters, undefined]) {
    const goesOn = letter !== undefined && isLetter(letter.code) && (word.length === 0 || word[0]?.font === letter.font)
    if (!goesOn && word.length > 0) {
      words.push(word)
      word = []
    }
    if (letter !== undefined && isLetter(letter.code)) word.push(letter)
  }
  return words.filter(({ length }) => length >= WORD)
}

function fontsOfWords(
  letters: ReadonlyArray<NamelessLetter | undefined>,
  words: ReadonlyArray<readonly NamelessLetter[]>,
): Set<number> {
  const count = (from: ReadonlyArray<NamelessLetter | undefined>) => {
    const counts = new Map<number, number>()
    for (const letter of from) {
      if (letter !== undefined && isLetter(letter.code)) counts.set(letter.font, (counts.get(letter.font) ?? 0) + 1)
    }
    return counts
  }
  const all = count(letters)
  return new Set([...count(words.flat())].filter(([font, n]) => n > MOST * (all.get(font) ?? 0)).map(([font]) => font))
}

function isLetter(code: number): boolean {
  const isBasic = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
  return isBasic || isLigature(code) || isOldLigature(code) || (code >= 0x80 && code <= 0xbc) || isHigh(code)
}

function isHigh(code: number): boolean {
  return code >= 0xc0 && code <= 0xff
}

function isLigature(code: number): boolean {
  return code >= FIRST_LIGATURE && code <= LAST_LIGATURE
}

function isOldLigature(code: number): boolean {
  return code >= 0x0b && code <= 0x0f
}

/** Whether words whose codes are all high are more than those with both. */
function isCyrillic(words: ReadonlyArray<readonly NamelessLetter[]>): boolean {
  const high = words.filter((word) => word.some(({ code }) => code >= 0x80))
  return high.filter((word) => word.every(({ code }) => code >= 0x80)).length > MOST * high.length
}

/** Codes above 0x80 are in no other arrangement of TeX; the ligatures of this one are other letters in the oldest (OT1). */
function isEuropean(words: ReadonlyArray<readonly NamelessLetter[]>): boolean {
  const codes = words.flatMap((word) => word.map(({ code }) => code))
  return codes.some((code) => code >= 0x80) || (codes.some(isLigature) && !codes.some(isOldLigature))
}

/** Whether most words have small letters after the first, or capitals alone: else the codes are in an order of their own. */
function areWords(words: ReadonlyArray<readonly NamelessLetter[]>, meanings: ReadonlyMap<number, string>): boolean {
  const texts = words.map((word) => word.map(({ code }) => meanings.get(code) ?? String.fromCodePoint(code)).join(''))
  return texts.filter((text) => WRITTEN.test(text)).length > MOST_WRITTEN * texts.length
}

function meaningsOf(table: Codes): Map<number, string> {
  const meanings = new Map(LIGATURES.map((letters, i) => [FIRST_LIGATURE + i, letters] as const))
  for (const [first, letters] of table) {
    for (const [i, letter] of [...letters].entries()) if (letter !== '.') meanings.set(first + i, letter)
  }
  return meanings
}
