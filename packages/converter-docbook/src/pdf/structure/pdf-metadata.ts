import type { Metadata } from '../../tree/book.ts'

/** Titles that programs make up. */
const MADE_UP =
  /^(microsoft (word|powerpoint) - |untitled|document\d*$|slide ?\d*$)|\.(docx?|pptx?|indd|qxp|pdf|tex|dvi|ps)$/i

/** What the document information says; what a program made up is not taken. */
export function pdfMetadata(info: Readonly<Record<string, string>>): Metadata {
  const title = info.Title?.trim()
  const authors = (info.Author ?? '')
    .split(/\s*(?:;|\band\b|&)\s*/)
    .map((name) => name.trim())
    .filter(Boolean)
  const language = info.Language?.trim()
  return {
    title: title === undefined || title === '' || MADE_UP.test(title) ? undefined : title,
    authors: authors.map((name) => ({ surname: name })),
    editors: [],
    language: language === undefined || language === '' ? undefined : language,
  }
}
