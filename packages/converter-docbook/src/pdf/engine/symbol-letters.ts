/** Fonts of signs whose signs have the codes of letters, and the letters that are bullets and marks of lists. */
const FONTS: ReadonlyArray<readonly [RegExp, Readonly<Record<string, string>>]> = [
  [/^msam\d/i, { I: '▶', J: '◀', F: '★', X: '✓' }],
  [
    /^wingdings/i,
    {
      l: '●',
      n: '■',
      o: '□',
      q: '❑',
      r: '❒',
      u: '◆',
      v: '❖',
      w: '◆',
      '§': '▪',
      '¨': '□',
      Ø: '➢',
      ü: '✓',
      à: '→',
      è: '➔',
    },
  ],
]
/** Fonts of signs may have their codes in this range of the private ones. */
const PRIVATE = 0xf000
const LAST_PRIVATE = 0xf0ff

/** What a letter of a font is seen as: the sign where the font has one in its place. */
export function seenLetter(text: string, fontName: string): string {
  const signs = FONTS.find(([name]) => name.test(fontName))?.[1]
  if (signs === undefined) return text
  const code = text.codePointAt(0) ?? 0
  const letter = code >= PRIVATE && code <= LAST_PRIVATE ? String.fromCodePoint(code - PRIVATE) : text
  return signs[letter] ?? text
}

/**
 * The first 32 codes of the mathematical fonts of TeX (D. E. Knuth, The TeXbook, appendix F: symbols and italics), which
 * documents of older programs leave without names.
 */
const TEX_FONTS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(cmb?sy|lmmathsymbols|tex_cm_maths_symbols)/i, '−⋅×∗÷⋄±∓⊕⊖⊗⊘⊙◯∘•≍≡⊆⊇≤≥≼≽∼≈⊂⊃≪≫≺≻'],
  [/^(cmmi|lmmathitalic|tex_cm_maths_italic)/i, 'ΓΔΘΛΞΠΣΥΦΨΩαβγδϵζηθικλμνξπρστυϕχ'],
]

/** The letter of a code for which a document names none; undefined where the font does not say it either. */
export function unnamedLetter(code: number, fontName: string): string | undefined {
  return TEX_FONTS.find(([name]) => name.test(fontName))?.[1][code]
}
