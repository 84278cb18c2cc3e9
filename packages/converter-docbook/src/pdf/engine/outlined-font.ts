import { letterNamed } from './named-letters.ts'

const TYPE3 = /\/Subtype\s*\/Type3\b/
const MATRIX = /\/FontMatrix\s*\[\s*([-+.\deE]+)/
const WIDTHS = /\/Widths\s*\[([^\]]*)\]/
const WIDTHS_ELSEWHERE = /\/Widths\s+(\d+ \d+)\s+R/
const FIRST = /\/FirstChar\s+(\d+)/

/** A font whose letters are drawings of their own (Type 3), by the codes of its letters. Such fonts need have no name. */
export interface OutlinedFont {
  /** How far letters go on, in font sizes. */
  readonly widths: ReadonlyMap<number, number>
  readonly letters: ReadonlyMap<number, string>
}

/** What a dictionary says of such a font; undefined for others, and where it does not name a letter that anybody knows. */
export function outlinedFont(
  head: string,
  names: ReadonlyArray<readonly [code: number, name: string]>,
  referred: (pattern: RegExp, from: string) => string,
): OutlinedFont | undefined {
  if (!TYPE3.test(head)) return undefined
  const letters = new Map(
    names.flatMap(([code, name]) => {
      const letter = letterNamed(name)
      return letter === undefined ? [] : [[code, letter] as const]
    }),
  )
  if (letters.size === 0) return undefined
  const [first, scale] = [Number(FIRST.exec(head)?.[1] ?? 0), Number(MATRIX.exec(head)?.[1])]
  const written = WIDTHS.exec(head)?.[1] ?? referred(WIDTHS_ELSEWHERE, head)
  const widths = [...written.matchAll(/-?[\d.]+/g)].map(([number], i) => [first + i, Number(number) * scale] as const)
  return { widths: new Map(widths), letters }
}
