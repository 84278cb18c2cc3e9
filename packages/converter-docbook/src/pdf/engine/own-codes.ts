import { UNKNOWN_LETTER } from './letter-text.ts'
import { PIECE } from './named-letters.ts'

type Letters = ReadonlyMap<number, string>

const SMALL = 'abcdefghijklmnopqrstuvwxyz'
const GREEK = 'αβγδεζηθικλμνξοπρστυφχψω'

/** Hancom's font of formulas, as it was seen in theses: no list of its codes is published. A bar of a fraction is no letter. */
const HANCOM = lettersOf([
  [0xe000, SMALL.toUpperCase()],
  [0xe034, '123456789'],
  [0xe03d, '0'],
  [0xe043, '*()−=+[]'],
  [0xe04d, '|;'],
  [0xe052, ',.'],
  [0xe05c, '√'],
  [0xe063, 'ˆ'],
  [0xe067, '∑'],
  [0xe09d, GREEK],
  [0xe0c4, '∂'],
  [0xe0e5, SMALL],
]).set(0xe06d, PIECE)

/** Ligatures of Linux Libertine and Biolinum as they were seen, and their small capitals, which are the letters that they stand for. */
const LIBERTINE = lettersOf([[0xe051, SMALL]])
  .set(0xe039, 'ft')
  .set(0xe03b, 'ch')
  .set(0xe03c, 'tt')
  .set(0xe048, 'Qu')
  .set(0xe049, 'Th')

/** Signs of Font Awesome (4 to 6) that lists and tables use like others; what else such fonts have are pictures, and no text. */
const ICONS = new Map<number, string>(
  Object.entries({
    '●': [0xf111, 0xf28d],
    '◉': [0xf192],
    '○': [0xf10c],
    '■': [0xf0c8],
    '□': [0xf096],
    '★': [0xf005],
    '☆': [0xf006],
    '▸': [0xf0da],
    '›': [0xf054, 0xf105],
    '←': [0xf060],
    '→': [0xf061],
    '↑': [0xf062],
    '↓': [0xf063],
    '➔': [0xf0a9],
    '✓': [0xf00c, 0xf046, 0xf058, 0xf14a],
    '✗': [0xf00d, 0xf057],
    '☞': [0xf0a4],
  }).flatMap(([sign, codes]) => codes.map((code) => [code, sign] as const)),
)

const FONTS: ReadonlyArray<readonly [RegExp, Letters]> = [
  [/^hyhwpeq/i, HANCOM],
  [/^lin(?:libertine|biolinum)/i, LIBERTINE],
]
const ICON_FONT = /awesome|fontello|icomoon|glyphicons|material-?(?:design-?)?icons|ionicons|octicons|bootstrap-?icons/i
const [FIRST, LAST] = [0xe000, 0xf8ff]

/** What a letter of a font is seen as that has private codes of its own; undefined for other fonts. */
export function ownCodes(fontName: string): ((text: string) => string) | undefined {
  const letters = FONTS.find(([name]) => name.test(fontName))?.[1]
  if (letters !== undefined) return (text) => letters.get(text.codePointAt(0) ?? 0) ?? text
  if (!ICON_FONT.test(fontName)) return undefined
  return (text) => {
    const code = text.codePointAt(0) ?? 0
    const isPicture = text === UNKNOWN_LETTER || (code >= FIRST && code <= LAST)
    return isPicture ? (ICONS.get(code) ?? PIECE) : text
  }
}

/** Letters that count on from the code that they stand at. */
function lettersOf(rows: ReadonlyArray<readonly [first: number, letters: string]>): Map<number, string> {
  return new Map(rows.flatMap(([first, letters]) => [...letters].map((letter, i) => [first + i, letter] as const)))
}
