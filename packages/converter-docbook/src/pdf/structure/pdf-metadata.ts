import type { Metadata, Person } from '../../tree/book.ts'
import type { PdfInfo } from '../engine/pdf-document.ts'

/** What programs put before the name of a file, and the ends of such names. */
const PROGRAM = /^microsoft (word|powerpoint|excel) - /i
const EXTENSION = /\.(docx?|pptx?|xlsx?|indd|qxp|qxd|pdf|tex|dvi|ps|rtf|odt|odp|pages|p65|fm)$/i
/** Titles and names that say nothing. */
const EMPTY =
  /^(untitled.*|document\d*|slide ?\d*|title|no title( given)?|unknown|author|user|admin(istrator)?|none|n\/a|-+|presentation\d*)$/i

/** What the document information says; what a program made up is not taken. */
export function pdfMetadata({ title, author, language }: PdfInfo): Metadata {
  return {
    title: title === undefined || isMadeUp(title) ? undefined : title,
    authors: author === undefined ? [] : toPersons(author),
    editors: [],
    language: language !== undefined && /^[a-z]{2,3}(-[\w-]+)?$/i.test(language) ? language : undefined,
  }
}

function isMadeUp(title: string): boolean {
  return PROGRAM.test(title) || EXTENSION.test(title) || EMPTY.test(title) || !/[\p{L}\p{N}]/u.test(title)
}

/** Names are divided where it is clear that there are several: a comma may also stand inside of one. */
function toPersons(author: string): Person[] {
  const names = author.split(/,?\s*(?:;|\band\b|\bund\b|&|\s{3,})\s*/)
  const parts = names.flatMap((name) => (isListOfNames(name) ? name.split(',') : [name]))
  return parts
    .map((name) => name.trim())
    .filter((name) => /\p{L}/u.test(name) && !EMPTY.test(name) && !EXTENSION.test(name))
    .map((name) => ({ surname: name }))
}

/** `Ada Lovelace, Charles Babbage`: every part is more than one word. */
function isListOfNames(names: string): boolean {
  const parts = names.split(',').map((part) => part.trim())
  return parts.length > 1 && parts.every((part) => /^\S+\s+\S+/.test(part))
}
