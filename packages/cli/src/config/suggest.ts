import { closest, distance } from 'fastest-levenshtein'

/** ` Did you mean "x"?`, or nothing when no known word is close. */
export function suggest(word: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const candidate = closest(word, [...known])
  const isClose = distance(word, candidate) <= Math.max(2, Math.floor(word.length / 3))
  return isClose ? ` Did you mean "${candidate}"?` : ''
}
