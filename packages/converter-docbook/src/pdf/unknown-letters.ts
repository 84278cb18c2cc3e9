import type { ConvertWarning } from '@rittdoc-batch/core'
import { UNKNOWN_LETTER } from './engine/letter-text.ts'
import type { PdfPage } from './engine/pdf-document.ts'

/** Private letters say as little, where most of a page is of them: those of pictures stand alone. */
const PRIVATE = /^[\uE000-\uF8FF]$/

/** A page of whose letters a larger share is unknown cannot be read. */
const MOST_UNKNOWN = 0.5

/** Takes note of letters of which a document does not say what they are. */
export class UnknownLetters {
  #letters = 0
  readonly #pages: number[] = []

  /** Looks through a page. @returns whether so many of its letters are known that it can be read */
  check({ index, glyphs }: PdfPage): boolean {
    const unknown = glyphs.filter(({ text }) => text === UNKNOWN_LETTER).length
    const unread = unknown + glyphs.filter(({ text }) => PRIVATE.test(text)).length
    if (unread === 0) return true
    const isReadable = unread <= MOST_UNKNOWN * glyphs.filter(({ text }) => text !== ' ').length
    if (isReadable && unknown === 0) return true
    this.#letters += isReadable ? unknown : unread
    this.#pages.push(index + 1)
    return isReadable
  }

  warning(): ConvertWarning | undefined {
    const [first] = this.#pages
    if (first === undefined) return undefined
    const letters = this.#letters === 1 ? 'a letter' : `${this.#letters} letters`
    const where = this.#pages.length === 1 ? 'a page' : `${this.#pages.length} pages`
    const message =
      `The PDF does not say the meaning of ${letters} on ${where}, only the look; each became \uFFFD, and pages that have ` +
      `few others became pictures. Ask the publisher for a PDF whose text can be copied`
    return { code: 'unknown_letters', message, place: `page ${first}` }
  }
}
