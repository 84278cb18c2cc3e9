import { codePoint } from 'dingbat-to-unicode'
import { UNKNOWN_LETTER } from './letter-text.ts'
import { ownCodes } from './own-codes.ts'
import type { Font } from './pdf-document.ts'
import { privateLetter } from './private-letters.ts'
import { typesetterSigns } from './typesetter-letters.ts'

/** Families of fonts whose letters are signs, by the names that the table of their letters has for them. */
const FAMILIES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^symbol(mt|ps|neu|std)?(?![a-z])/i, 'Symbol'],
  [/^wingdings ?2(?!\d)/i, 'Wingdings 2'],
  [/^wingdings ?3(?!\d)/i, 'Wingdings 3'],
  [/^wingdings(?! ?\d)/i, 'Wingdings'],
  [/^webdings/i, 'Webdings'],
]
/** Usual marks of lists, as plain as most fonts have them. */
const MARKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Wingdings: {
    ...{ l: '●', n: '■', o: '□', q: '❑', r: '❒', u: '◆', v: '❖', w: '◆' },
    ...{ '§': '▪', '¨': '□', Ø: '➢', ü: '✓', à: '→', è: '➔' },
  },
}
/** Fonts of bullets alone. */
const BULLETS = /bullets?$/i
/** Fonts of signs may have their codes in this range of the private ones. */
const PRIVATE = 0xf000
const LAST_PRIVATE = 0xf0ff
const [FIRST, LAST] = [0x20, 0xff]
/** What the codes from 0x80 on are when a document takes a font for one of letters. */
const WINDOWS = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i))

type Signs = (text: string) => string
const signsOfFonts = new WeakMap<Font, Signs>()

/**
 * What a letter of a font is seen as: the sign that the font has in its place, or what programs mean by a private code; `PIECE` where it
 * is no letter.
 */
export function seenLetter(text: string, font: Font): string {
  const known = signsOfFonts.get(font)
  if (known !== undefined) return known(text)
  const signs = signsOf(font.name)
  signsOfFonts.set(font, signs)
  return signs(text)
}

function signsOf(fontName: string): Signs {
  if (BULLETS.test(fontName)) return (text) => (text === UNKNOWN_LETTER ? '•' : text)
  const family = FAMILIES.find(([name]) => name.test(fontName))?.[1]
  if (family === undefined) {
    return typesetterSigns(fontName) ?? ownCodes(fontName) ?? ((text) => privateLetter(text, fontName))
  }
  const signs = new Map<string, string>()
  for (let code = FIRST; code <= LAST; code++) {
    const letter = String.fromCodePoint(code)
    const sign = MARKS[family]?.[letter] ?? codePoint(family, code)?.string
    if (sign !== undefined) signs.set(letter, sign)
  }
  const meant = new Set([...signs.values(), 'µ'])
  return (text) => {
    if (text > '\x7f' && meant.has(text)) return text // the document names the sign
    return signs.get(String.fromCodePoint(codeOf(text))) ?? privateLetter(text, fontName)
  }
}

/** The code of a letter in its font, whatever the document takes it for. */
function codeOf(text: string): number {
  const code = text.codePointAt(0) ?? 0
  if (code >= PRIVATE && code <= LAST_PRIVATE) return code - PRIVATE
  const windows = WINDOWS.indexOf(text)
  return windows === -1 ? code : 0x80 + windows
}
