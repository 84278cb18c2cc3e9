import type { Box, EncodedImage, PdfPage } from '../engine/pdf-document.ts'

/** A part of a page as a picture of about so many pixels an inch; undefined where there is no memory for it. */
export function renderArea(page: PdfPage, dotsPerInch: number, area: Box): EncodedImage | undefined {
  try {
    return page.render(dotsPerInch, area)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
