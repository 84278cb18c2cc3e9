import type { Box } from '../engine/pdf-document.ts'
import type { PageText } from './page-pieces.ts'
import { lineText } from './text-line.ts'

/**
 * Pages with text that stand again on the page after them, at the same places and with more: the steps in which a slide fills.
 * Pages of pictures alone, and pages that are the same, are kept.
 */
export function repeatedPages(pages: readonly PageText[]): Set<PageText> {
  const contents = pages.map(contentOf)
  return new Set(
    pages.filter(({ segments }, i) => {
      const [own, after] = [contents[i], contents[i + 1]]
      if (segments.length === 0 || own === undefined || after === undefined) return false
      return own.size < after.size && [...own].every((thing) => after.has(thing))
    }),
  )
}

/** Everything on a page with its place, in points. */
function contentOf({ segments, turned, pictures }: PageText): ReadonlySet<string> {
  const place = ({ left, top }: Box) => `${Math.round(left)},${Math.round(top)}`
  return new Set([
    ...[...segments, ...turned.flat()].map((segment) => `${place(segment.box)} ${lineText(segment)}`),
    ...pictures.map(({ box, media, tagged }) => `${place(box)} ${media ?? tagged?.tag.at(-1)?.key}`),
  ])
}
