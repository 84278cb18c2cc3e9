import { PIECE } from './named-letters.ts'

/** What stands in a table for a piece of a sign. */
const NO_LETTER = '\u0000'

/** Fonts of large signs, which hang from their baseline. */
const EXTENSION = /^(cmex|lmmathextension|txexs?$|pxexs?$|fourier-math-extension)/i

/**
 * The 128 codes of the mathematical fonts of TeX (D. E. Knuth, The TeXbook, appendix F) and of the AMS (`amssymb.sty`), which
 * documents leave without names that all programs know. Sixteen to a row.
 */
const FONTS: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
  [
    /^(cmb?sy|lmmathsymbols|tex_cm_maths_symbols)/i,
    [
      ...'−⋅×∗÷⋄±∓⊕⊖⊗⊘⊙◯∘•',
      ...'≍≡⊆⊇≤≥≼≽∼≈⊂⊃≪≫≺≻',
      ...'←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝',
      ...'′∞∈∋△▽\u0338↦∀∃¬∅ℜℑ⊤⊥',
      ...'ℵABCDEFGHIJKLMNO',
      ...'PQRSTUVWXYZ∪∩⊎∧∨',
      ...'⊢⊣⌊⌋⌈⌉{}⟨⟩|‖↕⇕\\≀',
      ...'√⨿∇∫⊔⊓⊑⊒§†‡¶♣♢♡♠',
    ],
  ],
  [
    /^(cmmib?\d|lmmathitalic|tex_cm_maths_italic)/i,
    [
      ...'ΓΔΘΛΞΠΣΥΦΨΩαβγδϵ',
      ...'ζηθικλμνξπρστυϕχ',
      ...'ψωεϑϖϱςφ↼↽⇀⇁↪↩▷◁',
      ...'0123456789.,</>⋆',
      ...'∂ABCDEFGHIJKLMNO',
      ...'PQRSTUVWXYZ♭♮♯⌣⌢',
      ...'ℓabcdefghijklmno',
      ...'pqrstuvwxyzıȷ℘\u20d7⁀',
    ],
  ],
  [
    EXTENSION,
    [
      ...'()[]⌊⌋⌈⌉{}⟨⟩|‖/\\',
      ...'()()[]⌊⌋⌈⌉{}⟨⟩/\\',
      ...'()[]⌊⌋⌈⌉{}⟨⟩/\\/\\',
      ...'⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪⏐',
      ...'⎝⎠⎜⎟⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗',
      ...'∑∏∫∪∩⊎∧∨∑∏∫∪∩⊎∧∨',
      ...'∐∐^^^~~~[]⌊⌋⌈⌉{}',
      ...'√√√√√\0\0‖↑↓\0\0\0\0⇑⇓',
    ],
  ],
  [
    /^msam\d/i,
    [
      ...'⊡⊞⊠□■∙◊⧫↻↺⇌⇋⊟⊩⊪⊨',
      ...'↠↞⇇⇉⇈⇊↾⇂↿⇃↣↢⇆⇄↰↱',
      ...'⇝↭↫↬≗≿≳⪆⊸∴∵≑≜≾≲⪅',
      ...'⪕⪖⋞⋟≼≦⩽≶‵–≓≒≽≧⩾≷',
      ...'⊏⊐▷◁⊵⊴★≬▼▶◀⇢⇠△▲▽',
      ...'≖⋚⋛⪋⪌¥⇛⇚✓⊻⊼⩞∠∡∢∝',
      ...'⌣⌢⋐⋑⋓⋒⋏⋎⋋⋌⫅⫆≏≎⋘⋙',
      ...'⌜⌝®Ⓢ⋔∔∽⋍⌞⌟✠∁⊺⊚⊛⊝',
    ],
  ],
  [
    /^msbm\d/i,
    [
      ...'≨≩≰≱≮≯⊀⊁≨≩≰≱⪇⪈⋠⋡',
      ...'⋨⋩⋦⋧≰≱⪵⪶⪹⪺⪉⪊≁≇╱╲',
      ...'⊊⊋⊈⊉⫋⫌⫋⫌⊊⊋⊈⊉∦∤∤∦',
      ...'⊬⊮⊭⊯⋭⋬⋪⋫↚↛⇍⇏⇎↮⋇∅',
      ...'∄ABCDEFGHIJKLMNO',
      ...'PQRSTUVWXYZ^^~~\0',
      ...'Ⅎ⅁\0\0\0\0℧ð≂ℶℷℸ⋖⋗⋉⋊',
      ...'∣∥∖∼≈≊⪸⪷↶↷ϝϰkℏℏ∍',
    ],
  ],
]

/** Whether the letters of a font hang from their baseline. */
export function isHangingFont(fontName: string): boolean {
  return EXTENSION.test(fontName)
}

/** Whether a font is one of those whose letters may be signs. */
export function isTexSigns(fontName: string): boolean {
  return FONTS.some(([name]) => name.test(fontName))
}

/** The letter of a code of such a font, `PIECE` where it is none; undefined for other fonts. */
export function texLetter(code: number, fontName: string): string | undefined {
  const letter = FONTS.find(([name]) => name.test(fontName))?.[1][code]
  return letter === NO_LETTER ? PIECE : letter
}
