import { lineText, type Segment } from '../layout/text-line.ts'
import { usualSize } from '../layout/usual-size.ts'
import { isFigureCaption } from '../structure/captions.ts'

/** A line of this many letters is running text when a like one stands next to it; alone it needs the other. */
const LINE_LETTERS = 32
const LONE_LETTERS = 55
/** Words with the end of a sentence. */
const SENTENCE = /(\S+\s+){3}\S+[.:!?…]\s*$/
/** Letters of scripts that write words without spaces count for this many. */
const WIDE_LETTER = 2
/** So many lines of fixed letters below each other are code. */
const CODE_LINES = 3
const MOSTLY = 0.6
/** Lines of a block stand no further apart, baseline to baseline in font sizes, and begin no further from each other. */
const LEADING = 1.75
const INDENT = 3

/** What of the text of a page is no label of a drawing. */
export interface Prose {
  /** Running text, code and captions. */
  readonly segments: ReadonlySet<Segment>
  readonly captions: readonly Segment[]
  /** Where most of the running text begins; undefined where there is none. */
  readonly edges: readonly number[]
  /** Size of most of the letters of the page. */
  readonly size: number
}

/** Finds running text: blocks with long lines, captions, and code. */
export function findProse(segments: readonly Segment[]): Prose {
  const prose = new Set<Segment>()
  const captions = segments.filter((segment) => isFigureCaption(lineText(segment)))
  for (const block of toBlocks(segments)) {
    const long = block.filter((segment) => lettersOf(segment) >= LINE_LETTERS)
    const isText = long.length >= 2 || long.some((segment) => lettersOf(segment) >= LONE_LETTERS)
    const isSentence = block.some((segment) => segment.letters > 15 && SENTENCE.test(lineText(segment)))
    const fixed = block.filter(({ isFixed }) => isFixed).length
    const isCode = fixed >= Math.max(CODE_LINES, MOSTLY * block.length)
    const isCaption = captions.some((caption) => block.includes(caption))
    if (isText || isSentence || isCode || isCaption) for (const segment of block) prose.add(segment)
  }
  return { segments: prose, captions, edges: leftEdges([...prose]), size: usualSize(segments, 1) }
}

/** Lines below each other of about the same size that begin at about the same place. */
function toBlocks(segments: readonly Segment[]): Segment[][] {
  const blocks: Segment[][] = []
  const open: Segment[][] = []
  for (const segment of [...segments].sort((a, b) => a.baseline - b.baseline)) {
    const block = open.findLast((lines) => goesOn(lines.at(-1), segment))
    if (block !== undefined) block.push(segment)
    else {
      const started = [segment]
      blocks.push(started)
      open.push(started)
      if (open.length > 12) open.shift()
    }
  }
  return blocks
}

function goesOn(last: Segment | undefined, next: Segment): boolean {
  if (last === undefined) return false
  const distance = next.baseline - last.baseline
  const isSameSize = Math.abs(last.size - next.size) < 0.15 * last.size
  const isBelow = distance > 0.6 * last.size && distance < LEADING * last.size
  return isSameSize && isBelow && Math.abs(next.box.left - last.box.left) < INDENT * last.size
}

function lettersOf(segment: Segment): number {
  const wide = lineText(segment).match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0
  return segment.letters + wide * (WIDE_LETTER - 1)
}

/** Left edges at which at least two lines begin. */
function leftEdges(segments: readonly Segment[]): number[] {
  const groups = Map.groupBy(segments, ({ box }) => Math.round(box.left / 2))
  return [...groups].flatMap(([edge, group]) => (group.length >= 2 ? [edge * 2] : []))
}
