import { textOf } from './letter-text.ts'

/** Names that are numbers of Unicode (Adobe Glyph List Specification, 2): `uni20AC0308`, `u1040C`. */
const NUMBERED = /^(?:uni(?<four>(?:[0-9A-F]{4})+)|u(?<one>[0-9A-F]{4,6}))$/

/** A piece of a sign that is drawn of several: no letter. */
export const PIECE = ''

/** Large signs of TeX by what their names begin with; the end says how large (`summationdisplay`, `parenleftBig`). */
const LARGE: Readonly<Record<string, string>> = {
  ...{ parenleft: '(', parenright: ')', bracketleft: '[', bracketright: ']', braceleft: '{', braceright: '}' },
  ...{
    floorleft: '⌊',
    floorright: '⌋',
    ceilingleft: '⌈',
    ceilingright: '⌉',
    angbracketleft: '⟨',
    angbracketright: '⟩',
  },
  ...{ slash: '/', backslash: '\\', radical: '√', summation: '∑', product: '∏', coproduct: '∐', integral: '∫' },
  ...{
    contintegral: '∮',
    union: '∪',
    intersection: '∩',
    unionmulti: '⊎',
    unionsq: '⊔',
    logicaland: '∧',
    logicalor: '∨',
  },
  ...{ circledot: '⊙', circleplus: '⊕', circlemultiply: '⊗' },
}
const SIZE = /(?:big|bigg|text|display)$/i

/** Signs of TeX whose names are not in the Adobe Glyph List, and parts of large ones. */
const SIGNS: Readonly<Record<string, string>> = {
  ...{ parenlefttp: '⎛', parenleftex: '⎜', parenleftbt: '⎝', parenrighttp: '⎞', parenrightex: '⎟', parenrightbt: '⎠' },
  ...{ bracketlefttp: '⎡', bracketleftex: '⎢', bracketleftbt: '⎣' },
  ...{ bracketrighttp: '⎤', bracketrightex: '⎥', bracketrightbt: '⎦' },
  ...{ bracelefttp: '⎧', braceleftmid: '⎨', braceleftbt: '⎩', braceex: '⎪' },
  ...{ bracerighttp: '⎫', bracerightmid: '⎬', bracerightbt: '⎭', arrowvertex: '⏐', radicalbt: '√' },
  ...{ bracehtipdownleft: PIECE, bracehtipdownright: PIECE, bracehtipupleft: PIECE, bracehtipupright: PIECE },
  ...{ radicalvertex: PIECE, radicaltp: PIECE, vextendsingle: '|', vextenddouble: '‖', bardbl: '‖', tie: '⁀' },
  ...{ hatwide: '^', hatwider: '^', hatwidest: '^', tildewide: '~', tildewider: '~', tildewidest: '~' },
  ...{ negationslash: '\u0338', mapsto: '↦', prime: '′', lscript: 'ℓ' },
  ...{ circlecopyrt: '◯', circleminus: '⊖', circledivide: '⊘', minusplus: '∓', diamondmath: '⋄' },
  ...{
    lessmuch: '≪',
    greatermuch: '≫',
    precedesequal: '≼',
    followsequal: '≽',
    equivasymptotic: '≍',
    similarequal: '≃',
  },
  ...{ subsetsqequal: '⊑', supersetsqequal: '⊒', intersectionsq: '⊓', owner: '∋', latticetop: '⊤' },
  ...{ turnstileleft: '⊢', turnstileright: '⊣', wreathproduct: '≀', triangle: '△', triangleinv: '▽' },
  ...{ epsilon1: 'ϵ', pi1: 'ϖ', rho1: 'ϱ', follows: '≻', Rfractur: 'ℜ', Ifractur: 'ℑ', vector: '\u20d7' },
  ...{
    triangleright: '▷',
    triangleleft: '◁',
    star: '⋆',
    flat: '♭',
    natural: '♮',
    sharp: '♯',
    slurbelow: '⌣',
    slurabove: '⌢',
  },
  ...{ arrowlefttophalf: '↼', arrowleftbothalf: '↽', arrowrighttophalf: '⇀', arrowrightbothalf: '⇁' },
  ...{ arrowhookleft: '↪', arrowhookright: '↩', arrowbothv: '↕', arrowdblbothv: '⇕' },
  ...{ arrowtp: '↑', arrowbt: '↓', arrowdbltp: '⇑', arrowdblbt: '⇓', arrowvertexdbl: '‖' },
  ...{ arrownortheast: '↗', arrowsoutheast: '↘', arrownorthwest: '↖', arrowsouthwest: '↙' },
}

/** Usual marks of lists and forms by the names that Wingdings has for them. */
const MARKS: Readonly<Record<string, string>> = {
  ...{ circle6: '●', circle4: '•', circle2: '•', square6: '■', square4: '▪', box2: '□', box3: '□', box4: '□' },
  ...{ boxshadowdwn: '❑', boxshadowup: '❒', lozenge6: '◆', rhombus6: '◆', rhombus4: '◆', xrhombus: '❖' },
  ...{
    head2right: '➢',
    barb2right: '→',
    barb4right: '➔',
    checkbld: '✓',
    xmarkbld: '✗',
    boxcheckbld: '☑',
    boxxmarkbld: '☒',
  },
}

/**
 * The signs of the Mathematical Pi fonts, whose names are numbers. No list of them is published: these were seen in papers
 * and forms, and Greek letters follow each other as in Unicode, the small ones with a place for the final sigma.
 */
const PI_SIGNS: Readonly<Record<number, string>> = {
  ...{ 11001: '+', 11002: '−', 11003: '×', 11004: '÷', 11005: '=', 11006: '±', 11015: '≈', 11021: '<', 11022: '>' },
  ...{ 11032: '′', 11033: '″', 11034: '°', 11349: '≤', 11350: '≥', 11601: '∼', 18528: '·', 20841: '|', 20862: '/' },
  ...{ 11543: '<', 11544: '>', 11545: '+', 11546: '−', 11547: '×', 11548: '÷', 11549: '=', 11550: '±' },
  ...{ 9278: 'ϕ', 9280: 'ε' },
}
const CAPITALS = { first: 9001, letters: 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ' }
const SMALL = { first: 9251, letters: 'αβγδεζηθικλμνξοπρσςτυφχψω' }

/**
 * What a letter is by its name, where the library does not know the name: a number of Unicode, a ligature of the letters that it names
 * (`f_f_i`, as the Adobe Glyph List Specification has it), or a sign. `PIECE` where it is none; undefined for other names.
 */
export function letterNamed(name: string): string | undefined {
  const [base = ''] = name.split('.')
  if (/^[a-z](_[a-z])+$/i.test(base)) return base.replaceAll('_', '')
  const unicode = NUMBERED.exec(base)?.groups
  if (unicode !== undefined)
    return numbered(unicode.one === undefined ? (unicode.four?.match(/.{4}/g) ?? []) : [unicode.one])
  const number = /^H(\d{4,5})$/.exec(base)?.[1]
  if (number !== undefined) return piSign(Number(number))
  return own(LARGE, base.replace(SIZE, '')) ?? own(SIGNS, base) ?? own(MARKS, base)
}

function numbered(codes: readonly string[]): string | undefined {
  const letters = codes.map((code) => textOf(Number.parseInt(code, 16)))
  return letters.includes(undefined) ? undefined : letters.join('').normalize('NFC')
}

function piSign(number: number): string | undefined {
  const greek = [CAPITALS, SMALL].map(({ first, letters }) => letters[number - first])
  return greek.find((letter) => letter !== undefined) ?? PI_SIGNS[number]
}

function own(signs: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(signs, name) ? signs[name] : undefined
}
