import type { Box } from '../engine/pdf-document.ts'
import type { PageText, Picture } from './page-pieces.ts'
import type { Segment } from './text-line.ts'

/**
 * A page that is written from right to left as it is seen in a mirror. What is read first is on the left then, as on any
 * other page: columns, cells of tables, numbers of lists, indents and margins are found by the same rules.
 */
export function mirrorPage(page: PageText, width: number): PageText {
  const mirror = ({ left, right, ...box }: Box): Box => ({ ...box, left: width - right, right: width - left })
  const segments = (some: readonly Segment[]) => some.map((segment) => ({ ...segment, box: mirror(segment.box) }))
  const picture = ({ box, drawn, ...own }: Picture): Picture => ({
    ...own,
    box: mirror(box),
    ...(drawn && { drawn: { ...drawn, labels: segments(drawn.labels), turned: drawn.turned.map(segments) } }),
  })
  return {
    ...page,
    segments: segments(page.segments),
    turned: page.turned.map(segments),
    pictures: page.pictures.map(picture),
    rules: page.rules.map(mirror),
    frames: page.frames.map(mirror),
  }
}
