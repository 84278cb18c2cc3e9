import { toRows } from '../layout/join-segments.ts'
import type { DrawnPicture } from '../layout/page-pieces.ts'
import { lineText, type Segment } from '../layout/text-line.ts'

/** What is written in a drawing, line by line; what stands on its side comes last. Undefined where nothing is. */
export function drawnWords({ labels, turned }: DrawnPicture): string | undefined {
  const lines = [labels, ...turned].flatMap((group) => toRows(withoutCopies(group)).flat())
  const words = lines.map(lineText).join(' ').replace(/\s+/g, ' ').trim()
  return words === '' ? undefined : words
}

/** Some programs draw a label once for each line that ends at it. */
function withoutCopies(segments: readonly Segment[]): Segment[] {
  const place = (segment: Segment) =>
    `${Math.round(segment.box.left)} ${Math.round(segment.baseline)} ${lineText(segment)}`
  return [...new Map(segments.map((segment) => [place(segment), segment])).values()]
}
