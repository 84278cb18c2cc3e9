import { titleWords } from '../../structure/title-words.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'

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
  const bare = words.replace(
    /^((chapter|part|section|appendix|kapitel|teil|anhang|chapitre|annexe) )?(([\divxlc]+|[a-z]) )+/,
    '',
  )
  return { full: words.replaceAll(' ', ''), bare: bare.replaceAll(' ', '') }
}
