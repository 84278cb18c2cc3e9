import type { List } from '../../tree/book.ts'

const LABEL = /^[([]?(?:(\d{1,4})|([a-z]+)|([A-Z]+))[.):\]]?$/
const ROMAN = /^m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$/

/** What labels say of a list; undefined where they have to be kept as text. */
export function listNumbers(
  labels: ReadonlyArray<string | undefined>,
): Pick<List, 'ordered' | 'start' | 'numeration'> | undefined {
  const texts = labels.map((label) => label?.trim() ?? '')
  if (texts.every((text) => !/[\p{L}\p{N}]/u.test(text) || text === 'o')) return { ordered: false }
  const ways = ['arabic', 'lowerroman', 'upperroman', 'loweralpha', 'upperalpha'] as const
  for (const numeration of ways) {
    const numbers = texts.map((text) => numberOf(text, numeration))
    const [start] = numbers
    if (start !== undefined && numbers.every((number, i) => number === start + i))
      return { ordered: true, start, numeration }
  }
  return undefined
}

function numberOf(text: string, numeration: NonNullable<List['numeration']>): number | undefined {
  const [, digits, small, large] = LABEL.exec(text) ?? []
  if (numeration === 'arabic') return digits === undefined ? undefined : Number(digits)
  const letters = numeration.startsWith('lower') ? small : large?.toLowerCase()
  if (letters === undefined) return undefined
  if (numeration.endsWith('roman')) return romanNumber(letters)
  return letters.length === 1 ? letters.charCodeAt(0) - 96 : undefined
}

function romanNumber(text: string): number | undefined {
  if (!ROMAN.test(text)) return undefined
  const values: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 }
  const digits = [...text].map((letter) => values[letter] ?? 0)
  return digits.reduce((sum, value, i) => sum + (value < (digits[i + 1] ?? 0) ? -value : value), 0)
}
