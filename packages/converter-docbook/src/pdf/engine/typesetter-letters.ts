import { privateLetter } from './private-letters.ts'
import { texLetter } from './tex-letters.ts'

/** Letters of a font that are codes of one of TeX. */
function codesOf(letters: string, tex: string): Record<string, string> {
  return Object.fromEntries([...letters].map((letter) => [letter, texLetter(letter.charCodeAt(0), tex) ?? letter]))
}

/**
 * Signs of the fonts that Arbortext APP (3B2) makes of others, by which papers of many publishers are set. Their names are numbers,
 * their letters have the names of what stands at the same code elsewhere: `=` is a quarter, `(` an eth. No list of them is
 * published: these were seen in papers, beside what TeX has at the other codes.
 */
interface SignFont {
  readonly name: RegExp
  /** The font of TeX that has the same codes. */
  readonly tex?: string
  readonly own: Readonly<Record<string, string>>
}

const FONTS: readonly SignFont[] = [
  {
    name: /^AdvPS?4C4E74/,
    tex: 'cmsy',
    own: { '¼': '=', ð: '(', Þ: ')', þ: '+', '½': '[', '\u008a': ']' },
  },
  { name: /^AdvPS?4C4E51/, tex: 'cmmi10', own: {} },
  { name: /^AdvPS?4C4E46/, tex: 'cmex', own: {} },
  // Mathematical Pi One
  {
    name: /^AdvPS?(7DA6|80675)/,
    own: { 1: '+', 2: '−', 3: '×', 4: '÷', 5: '=', 6: '±', 8: '°', ',': '<', '.': '>' },
  },
  // Fourier of TeX: those signs that Utopia has, too, have their names, and others the codes of Computer Modern.
  { name: /^Fourier-Math-Symbols/, own: codesOf('0123456789:;`abcdefghijklmnopqrstuvwxyz', 'cmsy') },
  { name: /^Fourier-Math-Extension/, own: codesOf('!"#$%&\'HIJKLMNOPQRSTUVWXYZ`abcdefgpqrst', 'cmex') },
]
/** What a letter without a name is called in them. */
const NUMBERED = /^C(\d{1,3})$/

/** The code that a letter's name stands for in such a font; undefined in others, and for other names. */
export function numberedLetter(name: string, fontName: string): string | undefined {
  const code = NUMBERED.exec(name)?.[1]
  return code === undefined || signFont(fontName)?.tex === undefined ? undefined : String.fromCharCode(Number(code))
}

/** What letters of such a font are seen as; undefined for other fonts. */
export function typesetterSigns(fontName: string): ((text: string) => string) | undefined {
  const font = signFont(fontName)
  if (font === undefined) return undefined
  const { tex = '', own } = font
  return (text) => own[text] ?? texLetter(text.codePointAt(0) ?? 0, tex) ?? privateLetter(text, fontName)
}

function signFont(fontName: string): SignFont | undefined {
  return FONTS.find(({ name }) => name.test(fontName))
}
