import { UNKNOWN_LETTER } from './letter-text.ts'
import { PIECE } from './named-letters.ts'

type Letters = ReadonlyMap<number, string>

const SMALL = 'abcdefghijklmnopqrstuvwxyz'
const GREEK = 'αβγδεζηθικλμνξοπρστυφχψω'

/** Hancom's font of formulas, as it was seen in theses: no list of its codes is published. A bar of a fraction is no letter. */
const HANCOM = lettersOf({
  ...{ 57344: SMALL.toUpperCase(), 57396: '123456789', 57405: '0', 57411: '*()−=+[]', 57421: '|;' },
  ...{ 57426: ',.', 57436: '√', 57443: 'ˆ', 57447: '∑', 57501: GREEK, 57540: '∂', 57573: SMALL },
}).set(0xe06d, PIECE)

/** Ligatures of Linux Libertine and Biolinum as they were seen, and their small capitals, which are the letters that they stand for. */
const LIBERTINE = lettersOf({ 57425: SMALL })
  .set(0xe039, 'ft')
  .set(0xe03b, 'ch')
  .set(0xe03c, 'tt')
  .set(0xe048, 'Qu')
  .set(0xe049, 'Th')

/** Signs of Font Awesome (4 to 6) that lists and tables use like others; what else such fonts have are pictures, and no text. */
const ICONS = lettersOf({
  ...{ 61713: '●', 62093: '●', 61842: '◉', 61708: '○', 61640: '■', 61590: '□', 61445: '★', 61446: '☆' },
  ...{ 61658: '▸', 61524: '›', 61701: '›', 61537: '→', 61536: '←', 61538: '↑', 61539: '↓', 61609: '➔' },
  ...{ 61452: '✓', 61528: '✓', 61770: '✓', 61510: '✓', 61453: '✗', 61527: '✗', 61604: '☞' },
})

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
function lettersOf(rows: Readonly<Record<number, string>>): Map<number, string> {
  return new Map(
    Object.entries(rows).flatMap(([first, letters]) =>
      [...letters].map((letter, i) => [Number(first) + i, letter] as const),
    ),
  )
}
