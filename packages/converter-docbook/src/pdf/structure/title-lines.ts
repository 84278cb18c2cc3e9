import { titleWords } from '../../structure/title-words.ts'
import { UNKNOWN_LETTER } from '../engine/letter-text.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'

/** What PowerPoint calls slides in the outline, in the languages in which it was seen. */
export const SLIDE = 'slide|folie|diapositive|diapositiva'
const COUNT = new RegExp(
  `^((chapter|part|section|appendix|kapitel|teil|anhang|chapitre|annexe|${SLIDE}) )?(([\\divxlc]+|[a-z]) )+`,
)
const NUMBER = /^\p{N}+/u
/** Lines of which a title may consist. */
const MOST_LINES = 5

/** Runs of lines whose text is the title, with or without its number; none of lines that are taken. */
export function titleLines(title: string, page: readonly TextLine[], taken: ReadonlySet<TextLine>): TextLine[][] {
  const wanted = comparable(title)
  return page.flatMap((_, i) => {
    const lines = titleAt(wanted, page, i)
    return lines === undefined || lines.some((line) => taken.has(line)) ? [] : [lines]
  })
}

/** The lines of a title that begins with a line; undefined where it does not. */
export function titleAt(wanted: ComparableTitle, page: readonly TextLine[], i: number): TextLine[] | undefined {
  for (let n = 1; n <= MOST_LINES && i + n <= page.length; n++) {
    const lines = page.slice(i, i + n)
    const text = comparable(lines.map(textWithoutNotes).join(' '))
    if (text.full === wanted.full || (text.bare === wanted.bare && text.bare !== '')) return lines
    if (!wanted.full.startsWith(text.full) && !wanted.bare.startsWith(text.bare)) return undefined
  }
  return undefined
}

/** Runs of lines that are the title but for letters whose meaning nobody knows. */
export function unreadTitleLines(title: string, page: readonly TextLine[], taken: ReadonlySet<TextLine>): TextLine[][] {
  const { full, bare } = comparable(title)
  return page.flatMap((line, i) => {
    if (!lineText(line).includes(UNKNOWN_LETTER)) return []
    for (let n = 1; n <= MOST_LINES && i + n <= page.length; n++) {
      const lines = page.slice(i, i + n)
      const text = letters(lines.map(textWithoutNotes).join(''))
      if (lines.some((one) => taken.has(one))) return []
      if (isAlike(text, full) || isAlike(text.replace(NUMBER, ''), bare)) return [lines]
    }
    return []
  })
}

function letters(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}\ufffd]/gu) ?? []
  ).join('')
}

function isAlike(text: string, wanted: string): boolean {
  if (text.length !== wanted.length || !/[^\ufffd]/u.test(text)) return false
  for (let i = 0; i < text.length; i++) if (text[i] !== wanted[i] && text[i] !== UNKNOWN_LETTER) return false
  return true
}

/** A title may have a note, whose mark the outline does not repeat. */
function textWithoutNotes({ spans }: TextLine): string {
  return lineText({ spans: spans.filter(({ note }) => note === undefined) })
}

/** A title without spaces and hyphens, with and without its number. */
export interface ComparableTitle {
  readonly full: string
  readonly bare: string
}

/** Reduces a title to what is compared of it. */
export function comparable(title: string): ComparableTitle {
  const words = titleWords(title)
  const bare = words.replace(COUNT, '')
  return { full: words.replaceAll(' ', ''), bare: bare.replaceAll(' ', '') }
}
