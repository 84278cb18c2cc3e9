import { toRows } from '../layout/join-segments.ts'
import type { DrawnPicture } from '../layout/page-pieces.ts'
import { lineText, type Segment } from '../layout/text-line.ts'

/** Words of letters that nobody knows: of private codes, or without a meaning. */
const UNKNOWN_WORD = /^[\uE000-\uF8FF\uFFFD]+$/

/**
 * What is written in a drawing, line by line; what stands on its side comes last. Undefined where nothing is. What leads somewhere
 * is not among it: it stands behind the picture. Words that nobody can read are seen in the picture alone.
 */
export function drawnWords(drawn: DrawnPicture): string | undefined {
  const lines = linesOf(drawn).filter((line) => !isLinked(line))
  const words = lines
    .map(lineText)
    .join(' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !UNKNOWN_WORD.test(word))
  return words.length === 0 ? undefined : words.join(' ')
}

/** Those of the words in a drawing that hold links. */
export function linkedLabels(drawn: DrawnPicture): Segment[] {
  return linesOf(drawn).filter(isLinked)
}

function isLinked({ spans }: Segment): boolean {
  return spans.some(({ link }) => link !== undefined)
}

function linesOf({ labels, turned }: DrawnPicture): Segment[] {
  return [labels, ...turned].flatMap((group) => toRows(withoutCopies(group)).flat())
}

/** Some programs draw a label once for each line that ends at it. */
function withoutCopies(segments: readonly Segment[]): Segment[] {
  const place = (segment: Segment) =>
    `${Math.round(segment.box.left)} ${Math.round(segment.baseline)} ${lineText(segment)}`
  return [...new Map(segments.map((segment) => [place(segment), segment])).values()]
}
