import type { Inline } from '../../tree/book.ts'
import { inlineText } from '../content/inline-text.ts'

/** Numbers in the digits of any script, letters and signs, alone or in brackets. Circled and full-width ones are folded before. */
const MARK =
  /^[[({〔【〈<]?\s*((?:[注註주]\s*)?\p{Nd}{1,4}|[*†‡§¶#※∗⁎]{1,4}|[ivxlc]{1,6}|[a-z]|[注註주])\s*[\])}〕】〉>]?[.:]?$/iu

/** The mark that a link to a note shows, without brackets; undefined when it shows more than a mark. */
export function noteMark(content: readonly Inline[]): string | undefined {
  if (holdsPicture(content)) return undefined
  return MARK.exec(inlineText(content).normalize('NFKC').trim())?.[1]
}

const holdsPicture = (content: readonly Inline[]): boolean =>
  content.some((inline) => inline.kind === 'image' || ('content' in inline && holdsPicture(inline.content)))
