import type { Box, PdfPage } from '../engine/pdf-document.ts'
import { around, lineText, type Segment } from '../layout/text-line.ts'
import { coveredShare, gapsBetween, grown, heightOf, isMiddleIn, widthOf } from './boxes.ts'
import { joinStrokes } from './join-strokes.ts'
import { findProse, type Prose } from './page-prose.ts'
import { pageStrokes, type Stroke } from './page-strokes.ts'

/** Strokes of a drawing have no more points than this between them; drawings that are nearer than the other are one. */
const GAP = 10
const NEAR = 4
/** In points: a drawing is at least this high and wide, and on its longer side the other. */
const LEAST_SIDE = 24
const LEAST_LENGTH = 40
/** Strokes with curves or leaning lines that make a drawing; and of others where a caption or turned letters speak for it. */
const LEAST_FREE = 2
const LEAST_PLAIN = 6
/** One stroke is a drawing where it fills this share of it. */
const WHOLE = 0.5
/** A caption is no further from its figure, in points. */
const CAPTION_DISTANCE = 42
/** What lies in the margin at the top or the foot of a page is an ornament. */
const MARGIN = 0.07
/** Labels stand no further from a drawing, in font sizes. */
const LABEL_DISTANCE = 0.8
const LABEL_ROUNDS = 5
/** Larger letters than these, against most of the page, are a title. */
const TITLE_SIZE = 1.25
/** A line of text of which as much lies in a drawing stands in it. */
const INSIDE = 0.3

/** A drawing on a page. */
export interface FoundDrawing {
  readonly area: Box
  /** The words in it. */
  readonly labels: readonly Segment[]
}

/** What looks like drawings on a page. */
export interface FoundDrawings {
  readonly drawings: readonly FoundDrawing[]
  /** What may be drawings, too, but holds running text. */
  readonly doubtful: number
}

/** A drawing that is being put together. */
interface Draft {
  readonly strokes: readonly Stroke[]
  readonly area: Box
  readonly labels: ReadonlySet<Segment>
}

/** @param turned boxes of letters that stand on their side */
export function findDrawings(page: PdfPage, segments: readonly Segment[], turned: readonly Box[]): FoundDrawings {
  if (!mayHoldDrawings(page)) return { drawings: [], doubtful: 0 }
  const prose = findProse(segments)
  const groups = joinStrokes(pageStrokes(page, segments, prose), page, GAP)
  const context = { page, prose, segments, turned }
  const drafts = joinDrafts(groups.filter((group) => group.length > 0).map((strokes) => withLabels(strokes, context)))
  const large = drafts.filter((draft) => isLarge(draft) && isDrawing(draft, context) && !isOrnament(draft, page))
  const clear = large.filter((draft) => !holdsProse(draft, prose))
  return {
    drawings: clear.map(({ area, labels }) => ({ area, labels: [...labels] })),
    doubtful: large.length - clear.length,
  }
}

interface Context {
  readonly page: PdfPage
  readonly prose: Prose
  readonly segments: readonly Segment[]
  readonly turned: readonly Box[]
}

/** Most pages have nothing but text, tables and frames. */
function mayHoldDrawings({ shapes, rules }: PdfPage): boolean {
  return shapes.some(({ kind }) => kind === 'free') || shapes.length + rules.length >= LEAST_PLAIN
}

/** The strokes with the words that stand in them and right beside them. */
function withLabels(strokes: readonly Stroke[], { prose, segments, turned }: Context): Draft {
  const labels = new Set<Segment>()
  let area = around(strokes.map(({ box }) => box))
  const candidates = segments.filter((segment) => !prose.segments.has(segment))
  for (let round = 0; round < LABEL_ROUNDS; round++) {
    const found = candidates.filter((segment) => !labels.has(segment) && isLabel(segment, area, prose))
    const sides = turned.filter((box) => coveredShare(box, area) < 1 && isBeside(box, area, heightOf(box)))
    for (const segment of found) labels.add(segment)
    if (found.length + sides.length === 0) break
    area = around([area, ...found.map(({ box }) => box), ...sides])
  }
  return { strokes, area, labels }
}

function isLabel(segment: Segment, area: Box, { edges, size }: Prose): boolean {
  if (isMiddleIn(segment.box, area)) return true
  if (!isBeside(segment.box, area, segment.size)) return false
  if (/^[\s\d.,+\-−–×%°]{1,8}$/.test(lineText(segment))) return true
  if (segment.size > TITLE_SIZE * size) return false
  const isAbove = gapsBetween(segment.box, area)[1] > 0
  return !(isAbove && edges.some((edge) => Math.abs(edge - segment.box.left) < 3))
}

function isBeside(box: Box, area: Box, size: number): boolean {
  const [across, down] = gapsBetween(box, area)
  return across < LABEL_DISTANCE * size && down < LABEL_DISTANCE * size
}

/** Drawings that touch each other with their words are one. */
function joinDrafts(drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = []
  for (const draft of [...drafts].sort((a, b) => sizeOf(b.area) - sizeOf(a.area))) {
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

function sizeOf(box: Box): number {
  return widthOf(box) * heightOf(box)
}

function isLarge({ strokes }: Draft): boolean {
  const area = around(strokes.map(({ box }) => box))
  const [short, long] = [widthOf(area), heightOf(area)].sort((a, b) => a - b)
  return (short ?? 0) >= LEAST_SIDE && (long ?? 0) >= LEAST_LENGTH
}

function isDrawing({ strokes, area }: Draft, { prose, turned }: Context): boolean {
  const free = strokes.filter(({ kind }) => kind === 'free')
  if (free.length >= LEAST_FREE || free.some(({ box }) => coveredShare(area, box) > WHOLE)) return true
  const hasCaption = prose.captions.some(({ box }) => {
    const [across, down] = gapsBetween(box, area)
    return across === 0 && down < CAPTION_DISTANCE
  })
  const hasTurned = turned.some((box) => isMiddleIn(box, grown(area, 1)))
  return (hasCaption || hasTurned) && strokes.length >= LEAST_PLAIN
}

function isOrnament({ area }: Draft, { height }: PdfPage): boolean {
  return area.bottom < MARGIN * height || area.top > (1 - MARGIN) * height
}

function holdsProse({ area }: Draft, { segments }: Prose): boolean {
  return [...segments].some(({ box }) => coveredShare(box, area) > INSIDE)
}
