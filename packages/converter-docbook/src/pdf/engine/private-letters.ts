/** Small capitals, figures and marks of expert fonts have the code of the letter that they are a form of, and 0xf700. */
const FORMS = 0xf700
const [FIRST_FORM, LAST_FORM] = [FORMS + 0x21, FORMS + 0xff]

/** Other codes by what they mean, from the first on; a space where it is no single letter. */
const RANGES: ReadonlyArray<readonly [number, string]> = [
  [0xf6be, 'ȷ  Şş'],
  [0xf6c9, '´ˇ¨  `˝¯˘  ˘'],
  [0xf6d9, '©®™1 —¢¢,,$$--..abdeilmnorst˘ˇˆ˙łœ˛˚š˜ž'],
  [0xf8e5, '⎯⏐⎯®©™⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭'],
]
const [FIRST, LAST] = [0xf6be, 0xf8fe]
const LETTERS = new Map(
  RANGES.flatMap(([first, letters]) => [...letters].map((letter, i) => [first + i, letter] as const)),
)

/** Fonts of pictures have codes of their own in these ranges. */
const PICTURES = /icon|glyph|emoji|symbols?$/i

/**
 * What is meant by a code that Adobe used before Unicode had the letter, or for a form of one (Adobe's Corporate Use
 * Subarea); other letters stay what they are.
 */
export function privateLetter(text: string, fontName: string): string {
  const code = text.charCodeAt(0)
  if (code < FIRST || code > LAST || PICTURES.test(fontName)) return text
  if (code >= FIRST_FORM && code <= LAST_FORM) return String.fromCharCode(code - FORMS).toLowerCase()
  return LETTERS.get(code)?.trim() || text
}
