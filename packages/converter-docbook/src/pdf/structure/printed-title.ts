import { lineText, type TextLine } from '../layout/text-line.ts'
import { usualSize } from '../layout/usual-size.ts'
import { isNumberOnly, isUsualTitle, sectionNumber } from './heading-candidate.ts'

/** A title is printed this much larger than the text. */
const LARGER = 1.15
/** Lines of a title differ in size by less than this share. */
const SAME_SIZE = 0.06
/** Lines of a title are no further apart than this, in font sizes. */
const WIDEST = 2
const MOST_LINES = 5
const MOST_LETTERS = 200
/** Text as large on more other pages than this, unless it is the title again, is headings. */
const MOST_PAGES = 1
const NOTE_MARK = /^\s*(\d{1,2}|[*∗†‡§¶]+)\s*$/
const LAST_MARK = /\s*[∗†‡]+\s*$/

/**
 * The title that the first page prints: the one block in the largest size there, when it is larger than the text of the
 * document and chapters do not begin in it. Undefined where that is not clear.
 * @param lines all lines of the document in reading order
 */
export function printedTitle(lines: readonly TextLine[]): string | undefined {
  const page = lines[0]?.page
  const first = lines.filter((line) => line.page === page && !line.isField)
  const size = Math.max(...first.map((line) => line.size))
  const isAsLarge = (line: TextLine) => line.size >= size * (1 - SAME_SIZE)
  if (size < LARGER * usualSize(lines, 0.5)) return undefined
  const large = first.filter(isAsLarge)
  const text = large.map(textWithoutMarks).join(' ').replace(/\s+/g, ' ').trim()
  const others = lines.filter((line) => line.page !== page && isAsLarge(line) && !text.includes(lineText(line).trim()))
  const isHeading = new Set(others.map((line) => line.page)).size > MOST_PAGES
  return isOneBlock(large) && isTitle(text) && !isHeading ? text : undefined
}

/** Marks of notes are no part of a title. */
function textWithoutMarks({ spans }: TextLine): string {
  return spans
    .filter(({ note, script, text }) => note === undefined && !(script === 'superscript' && NOTE_MARK.test(text)))
    .map(({ text }) => text)
    .join('')
    .replace(LAST_MARK, '')
}

function isOneBlock(lines: readonly TextLine[]): boolean {
  return (
    lines.length <= MOST_LINES &&
    lines.every((line, i) => {
      const before = lines[i - 1]
      return before === undefined || Math.abs(line.baseline - before.baseline) <= WIDEST * line.size
    })
  )
}

function isTitle(text: string): boolean {
  if (text.length > MOST_LETTERS || !/\p{L}{2}|\p{Lo}/u.test(text)) return false
  return !isNumberOnly(text) && !isUsualTitle(text) && sectionNumber(text) === undefined
}
