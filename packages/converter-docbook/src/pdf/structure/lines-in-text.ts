import type { TextBlock } from '../layout/build-paragraphs.ts'
import { listMarker } from '../layout/list-marker.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'
import { isHeadingLike, isUsualTitle, sectionNumber, toCandidate } from './heading-candidate.ts'

/** What explains a term stands further in than it by this many font sizes; and so many terms make a list of them. */
const INDENT = 2
/** No further below the term than this many font sizes, baseline to baseline. */
const BELOW = 1.8
const LEAST_TERMS = 3
/** Left edges that differ by less than this many font sizes are the same. */
const SAME_EDGE = 0.5
/** Shorter lines say nothing about where the text begins. */
const LINE_LETTERS = 20
/** A line of the same size as the one above, and no further from it than this many font sizes, goes on from it. */
const SAME_SIZE = 0.03
const LEADING = 1.3

/**
 * Short blocks that look like headings and are none: the terms of a list, which begin where the text does and whose
 * explanations stand further in; and lines that go on from one that is none.
 * @param body the size of the text
 * @param isTier whether a size is one of headings
 */
export function linesInText(
  blocks: readonly TextBlock[],
  { body, isTier }: { readonly body: number; readonly isTier: (size: number) => boolean },
): Set<TextBlock['lines']> {
  const edges = textEdges(blocks, body)
  const terms = blocks.filter(
    (block, i) => isTerm(block, blocks[i + 1], edges) && !isTier(toCandidate(block.lines).size),
  )
  const later = blocks.filter((block, i) => isTier(toCandidate(block.lines).size) && goesOn(blocks[i - 1], block))
  return new Set([...(terms.length < LEAST_TERMS ? [] : terms), ...later].map(({ lines }) => lines))
}

function isTerm({ lines }: TextBlock, next: TextBlock | undefined, edges: ReadonlyMap<number, number>): boolean {
  const [first, below] = [lines[0], next?.lines[0]]
  const text = lines.map(lineText).join(' ').trim()
  if (first === undefined || next === undefined || below === undefined || first.page !== below.page) return false
  if (!first.isBold || sectionNumber(text) !== undefined || isUsualTitle(text)) return false
  const edge = edges.get(first.page % 2)
  if (edge === undefined || Math.abs(edge - first.box.left) > SAME_EDGE * first.size) return false
  if (below.isFixed || listMarker(lineText(below)) !== undefined || !isRightBelow(below, lines)) return false
  return next.lines.every(({ box, isBold }) => !isBold && box.left > first.box.left + INDENT * first.size)
}

function isRightBelow(below: TextLine, lines: readonly TextLine[]): boolean {
  const distance = below.baseline - (lines.at(-1)?.baseline ?? 0)
  return distance > 0 && distance <= BELOW * below.size
}

/** Where most lines of the text begin, on even and on odd pages. */
function textEdges(blocks: readonly TextBlock[], body: number): Map<number, number> {
  const lines = blocks.flatMap((block) => block.lines)
  const long = lines.filter(({ letters, size }) => letters >= LINE_LETTERS && Math.abs(size - body) < body * SAME_EDGE)
  const usual = (own: readonly TextLine[]) => {
    const groups = Map.groupBy(own, ({ box }) => Math.round(box.left))
    return [...groups].reduce(
      (best, group) => (group[1].length > best[1].length ? group : best),
      [0, [] as TextLine[]],
    )[0]
  }
  return new Map([...Map.groupBy(long, ({ page }) => page % 2)].map(([side, own]) => [side, usual(own)]))
}

function goesOn(before: TextBlock | undefined, { lines: [line] }: TextBlock): boolean {
  const last = before?.lines.at(-1)
  if (before === undefined || last === undefined || line === undefined) return false
  if (last.page !== line.page || last.piece !== line.piece || isHeadingLike(toCandidate(before.lines))) return false
  const distance = line.baseline - last.baseline
  return Math.abs(last.size - line.size) < SAME_SIZE * line.size && distance > 0 && distance <= LEADING * line.size
}
