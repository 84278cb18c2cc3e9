/**
 * A number as ids carry it: decimal, padded to `width`. Numbers too long for that go on with a letter in front, in base
 * 36 (`a000` after `9999`), so that they stay as short, unique and in order.
 */
export function idNumber(n: number, width: number): string {
  const decimals = 10 ** width
  if (n < decimals) return String(n).padStart(width, '0')
  const firstWithLetter = 10 * 36 ** (width - 1)
  return (firstWithLetter + n - decimals).toString(36)
}
