import type { Pdfium, Pointer } from './pdfium-library.ts'

const [FIRST_HIGH, FIRST_LOW, LAST_LOW] = [0xd800, 0xdc00, 0xdfff]

/**
 * The code point of a letter of a page. The library counts one beyond the first 65,536 as two letters at one place; where it has turned
 * a line round, the second half comes first.
 */
export function codeAt(pdfium: Pdfium, text: Pointer, i: number): number {
  const unit = pdfium.call._FPDFText_GetUnicode(text, i)
  if (unit < FIRST_HIGH || unit >= FIRST_LOW) return unit
  for (const other of [i + 1, i - 1]) {
    const low = pdfium.call._FPDFText_GetUnicode(text, other)
    const isOther = low >= FIRST_LOW && low <= LAST_LOW && isSamePlace(pdfium, text, [i, other])
    if (isOther) return 0x10000 + ((unit - FIRST_HIGH) << 10) + (low - FIRST_LOW)
  }
  return unit
}

function isSamePlace(pdfium: Pdfium, text: Pointer, letters: readonly [number, number]): boolean {
  const { call, scratch } = pdfium
  const [one, other] = letters.map((i) => {
    if (!call._FPDFText_GetCharOrigin(text, i, scratch, scratch + 8)) return undefined
    return `${pdfium.double(scratch)} ${pdfium.double(scratch + 8)}`
  })
  return one !== undefined && one === other
}

/** Whether the document does not say what a letter is: the code is the letter's number in its font. */
export function isUnsaid({ call }: Pdfium, text: Pointer, i: number): boolean {
  return call._FPDFText_HasUnicodeMapError(text, i) === 1
}
