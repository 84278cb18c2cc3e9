import type { Font } from './pdf-document.ts'

/** Fonts that formulas are set in: those of TeX and AMS, of other programs, and all that call themselves so. */
const MATH =
  /math|symbol|euclid|^mtextra|^cm(mi|mib|sy|bsy|ex)\d|^ms[ab]m\d|^eu(f|r|s)[mb]\d|^(lm|rt|nt|t|p|np|zp)?x(mi|mia|sy|sya|syb|exs?|exa)\b|^r?mt(mi|sy|ex)|^rsfs|^stmary|^wasy|^esint|^bbm|^katex|^stix(size|int|var|nonuni)|^universal-greek|^fourier-m|^mnsymbol/i
const known = new WeakMap<Font, boolean>()

/** Whether formulas are set in a font. */
export function isMathFont(font: Font): boolean {
  const before = known.get(font)
  if (before !== undefined) return before
  const is = MATH.test(font.name)
  known.set(font, is)
  return is
}
