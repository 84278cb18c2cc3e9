/** What PDFium reports for a hyphen at the end of a line. */
const HYPHENS = new Set([0x02, 0xfffe])
const SPACES = new Set([0x20, 0x09, 0xa0, 0x3000])
/** Radicals of Chinese letters, which programs tell of in place of the letters that look the same. */
const [FIRST_RADICAL, LAST_RADICAL] = [0x2f00, 0x2fdf]

/** Stands for a letter of which a document does not say what it is. */
export const UNKNOWN_LETTER = '\uFFFD'

/** The text of a letter; undefined for what is no letter. */
export function textOf(code: number): string | undefined {
  if (SPACES.has(code)) return ' '
  if (HYPHENS.has(code)) return '-'
  if (code >= FIRST_RADICAL && code <= LAST_RADICAL) return String.fromCodePoint(code).normalize('NFKC')
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0)
  const isNoCharacter = code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code === 0xffff || code === 0xfeff
  return isControl || isNoCharacter ? undefined : String.fromCodePoint(code)
}
