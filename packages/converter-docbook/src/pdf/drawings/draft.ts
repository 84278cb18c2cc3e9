import type { Box, PdfPage } from '../engine/pdf-document.ts'
import { around, lineText, type Segment } from '../layout/text-line.ts'
import { areaOf, coveredShare, gapsBetween, grown, heightOf, isMiddleIn, widthOf } from './boxes.ts'
import type { Prose } from './page-prose.ts'
import type { Stroke } from './page-strokes.ts'

/** A drawing that is being put together. */
export interface Draft {
  readonly strokes: readonly Stroke[]
  readonly area: Box
  readonly labels: ReadonlySet<Segment>
}

/** What is known of the page of a drawing. */
export interface DraftContext {
  readonly page: PdfPage
  readonly prose: Prose
  /** What may be a label: all text but running text, code and captions. */
  readonly candidates: readonly Segment[]
  /** Boxes of letters that stand on their side. */
  readonly turned: readonly Box[]
}

/** Drafts that are nearer to each other, in points, are one. */
const NEAR = 4
/** Labels stand no further from a drawing, in font sizes; nor do titles of axes, which are centred or turned. */
const LABEL_DISTANCE = 0.8
const TITLE_DISTANCE = 2.5
/** Nearer than this, a label may begin where lines of text do. */
const CLOSE = 0.35
/** Labels beside a drawing have no more words. */
const MOST_WORDS = 6
const LABEL_ROUNDS = 6
/** Text whose middle is no further from that of a drawing, as a share of its width, is centred. */
const CENTRED = 0.06
/** Larger letters than these, against most of the page, are a title. */
const TITLE_SIZE = 1.25
/** Points by which lines of a drawing may stand apart, and the share of a longer line that the drawing covers. */
const TOUCHING = 2
const OVER = 0.5

/** The strokes with the words that stand in them and right beside them. */
export function toDraft(strokes: readonly Stroke[], context: DraftContext): Draft {
  const { candidates, page, turned, prose } = context
  const labels = new Set<Segment>()
  let area = withRules(around(strokes.map(({ box }) => box)), page)
  for (let round = 0; round < LABEL_ROUNDS; round++) {
    const found = candidates.filter((segment) => !labels.has(segment) && isLabel(segment, area, prose))
    const sides = turned.filter(
      (box) => !isInside(box, area) && isBeside(box, area, TITLE_DISTANCE * Math.max(widthOf(box), heightOf(box))),
    )
    for (const segment of found) labels.add(segment)
    if (found.length + sides.length === 0) break
    area = around([area, ...found.map(({ box }) => box), ...sides])
  }
  return { strokes, area, labels }
}

/** Lines of the page that go through the strokes belong to them, however long they are. */
function withRules(area: Box, { rules }: PdfPage): Box {
  const touching = rules.filter((rule) => coveredShare(grown(rule, TOUCHING), area) > OVER)
  return around([area, ...touching])
}

function isLabel(segment: Segment, area: Box, { edges, size }: Prose): boolean {
  if (isMiddleIn(segment.box, area)) return true
  const text = lineText(segment).trim()
  const isTitle = isCentred(segment.box, area) && !/^\d+$/.test(text)
  if (!isBeside(segment.box, area, (isTitle ? TITLE_DISTANCE : LABEL_DISTANCE) * segment.size)) return false
  if (segment.size > TITLE_SIZE * size || (!isTitle && text.split(/\s+/).length > MOST_WORDS)) return false
  if (/^[\s\d.,+\-−–×%°]{1,8}$/.test(text) || isBeside(segment.box, area, CLOSE * segment.size)) return true
  const [, down] = gapsBetween(segment.box, area)
  return down === 0 || !edges.some((edge) => Math.abs(edge - segment.box.left) < 3)
}

function isCentred(box: Box, area: Box): boolean {
  const apart = Math.abs(box.left + box.right - area.left - area.right) / 2
  return apart < CENTRED * widthOf(area) && widthOf(box) < widthOf(area)
}

function isInside(box: Box, area: Box): boolean {
  return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom
}

function isBeside(box: Box, area: Box, distance: number): boolean {
  return gapsBetween(box, area).every((gap) => gap < distance)
}

/** Drafts that touch each other with their words are one. */
export function joinDrafts(drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = []
  for (const draft of [...drafts].sort((a, b) => areaOf(b.area) - areaOf(a.area))) {
    let whole = draft
    for (let at = nextTo(joined, whole); at !== -1; at = nextTo(joined, whole)) {
      const [other] = joined.splice(at, 1)
      if (other !== undefined) whole = joinTwo(other, whole)
    }
    joined.push(whole)
  }
  return joined
}

function nextTo(drafts: readonly Draft[], { area }: Draft): number {
  return drafts.findIndex((other) => gapsBetween(other.area, area).every((gap) => gap < NEAR))
}

function joinTwo(a: Draft, b: Draft): Draft {
  return {
    strokes: [...a.strokes, ...b.strokes],
    area: around([a.area, b.area]),
    labels: new Set([...a.labels, ...b.labels]),
  }
}
