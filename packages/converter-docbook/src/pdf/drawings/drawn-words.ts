import { toRows } from '../layout/join-segments.ts'
import type { DrawnPicture } from '../layout/page-pieces.ts'
import { lineText } from '../layout/text-line.ts'

/** What is written in a drawing, line by line; what stands on its side comes last. Undefined where nothing is. */
export function drawnWords({ labels, turned }: DrawnPicture): string | undefined {
  const lines = [labels, ...turned].flatMap((group) => toRows(group).flat())
  const words = lines.map(lineText).join(' ').replace(/\s+/g, ' ').trim()
  return words === '' ? undefined : words
}
