import type { Pdfium, Pointer } from './pdfium-library.ts'

/** The code point of a letter of a page. The library counts one beyond the first 65,536 as two letters at one place. */
export function codeAt({ call }: Pdfium, text: Pointer, i: number): number {
  const unit = call._FPDFText_GetUnicode(text, i)
  if (unit < 0xd800 || unit > 0xdbff) return unit
  const low = call._FPDFText_GetUnicode(text, i + 1)
  return low < 0xdc00 || low > 0xdfff ? unit : 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
}

/** Whether the document does not say what a letter is: the code is the letter's number in its font. */
export function isUnsaid({ call }: Pdfium, text: Pointer, i: number): boolean {
  return call._FPDFText_HasUnicodeMapError(text, i) === 1
}
