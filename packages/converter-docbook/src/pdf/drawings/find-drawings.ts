import type { Box, PdfPage } from '../engine/pdf-document.ts'
import { around, lineText, type Segment } from '../layout/text-line.ts'
import { isFigureCaption } from '../structure/captions.ts'
import { coveredShare, gapsBetween, grown, isMiddleIn } from './boxes.ts'
import { type Draft, type DraftContext, joinDrafts, toDraft } from './draft.ts'
import { joinStrokes } from './join-strokes.ts'
import { findProse, type Prose } from './page-prose.ts'
import { pageStrokes, type Stroke } from './page-strokes.ts'

/** Strokes of a drawing have no more points than this between them. */
const GAP = 10
/** So many groups of strokes are looked at on a page, the largest ones. */
const MOST_GROUPS = 400
/** In points: a drawing is at least this high and wide, and on its longer side the other. */
const LEAST_SIDE = 24
const LEAST_LENGTH = 40
/** Strokes with curves or leaning lines that make a drawing; and of others where a caption or turned letters speak for it. */
const LEAST_FREE = 2
const LEAST_PLAIN = 6
/** Lines alone are a table, whatever its caption says: so many rectangles are among the others. */
const LEAST_FRAMES = 3
/** In points: signs between phrases are no longer; and so many phrases are a list. */
const SIGN = 14
const LEAST_PHRASES = 3
/** With fewer of them, what holds running text is more likely a frame than a drawing. */
const LEAST_LOST = 3
/** One stroke is a drawing where it fills this share of it. */
const WHOLE = 0.5
/** A caption is no further from its figure, in points. */
const CAPTION_DISTANCE = 42
/** Points between strokes that touch each other. */
const TOUCHING = 1
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
  /** How many others may be drawings, too, but hold running text. */
  readonly doubtful: number
}

/**
 * Finds groups of strokes that are a drawing and not a table, a frame or a line of the page.
 * @param turned boxes of letters that stand on their side
 * @param isTagged whether the document says what is on the page, but names no figure there: then a caption must
 */
export function findDrawings(
  page: PdfPage,
  segments: readonly Segment[],
  { turned, isTagged }: { readonly turned: readonly Box[]; readonly isTagged: boolean },
): FoundDrawings {
  if (!mayHoldDrawings(page, segments, turned)) return { drawings: [], doubtful: 0 }
  const prose = findProse(segments)
  const candidates = segments.filter((segment) => !prose.segments.has(segment))
  const context: DraftContext = { page, prose, candidates, turned }
  const isGood = (draft: Draft) =>
    isLarge(draft) && isDrawing(draft, context) && (!isTagged || hasCaption(draft, prose))
  const large = draftsOf(pageStrokes(page, segments, prose), context).filter(isGood)
  const clear = large.filter((draft) => !holdsProse(draft, prose))
  const unclear = large.filter((draft) => holdsProse(draft, prose))
  const cores = unclear.map((draft) =>
    draftsOf(withoutFrames(draft.strokes), context).filter((core) => isGood(core) && !holdsProse(core, prose)),
  )
  const isLost = (draft: Draft, i: number) => cores[i]?.length === 0 && freeOf(draft).length >= LEAST_LOST
  return { drawings: eachOnce([...clear, ...cores.flat()].sort(byPlace)), doubtful: unclear.filter(isLost).length }
}

function byPlace({ area: a }: Draft, { area: b }: Draft): number {
  return a.top - b.top || a.left - b.left
}

/** A word that stands in two drawings is one of the first. */
function eachOnce(drafts: readonly Draft[]): FoundDrawing[] {
  const taken = new Set<Segment>()
  return drafts.map(({ area, labels }) => {
    const own = [...labels].filter((segment) => !taken.has(segment))
    for (const segment of own) taken.add(segment)
    return { area, labels: own }
  })
}

function freeOf({ strokes }: Draft): Stroke[] {
  return strokes.filter(({ kind }) => kind === 'free')
}

/** Most pages have nothing but text, tables and frames. */
function mayHoldDrawings({ shapes, rules }: PdfPage, segments: readonly Segment[], turned: readonly Box[]): boolean {
  if (shapes.some(({ kind }) => kind === 'free')) return true
  if (shapes.length + rules.length < LEAST_PLAIN) return false
  return turned.length > 0 || segments.some((segment) => isFigureCaption(lineText(segment)))
}

function draftsOf(strokes: readonly Stroke[], context: DraftContext): Draft[] {
  const groups = joinStrokes(strokes, context.page, GAP)
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_GROUPS)
  return joinDrafts(groups.map((group) => toDraft(group, context)))
}

/**
 * What is left when lines and frames around text are taken away: what reaches out of the curves and leaning lines, or, where
 * there are none, lines that reach out of the frames, as those between columns of text do.
 */
function withoutFrames(strokes: readonly Stroke[]): Stroke[] {
  const free = strokes.filter(({ kind }) => kind === 'free')
  const core = free.length > 0 ? free : strokes.filter(({ kind }) => kind === 'frame')
  if (core.length === 0) return []
  const reach = grown(around(core.map(({ box }) => box)), GAP)
  return strokes.filter((stroke) => core.includes(stroke) || coveredShare(stroke.box, reach) === 1)
}

/** Judged without lines that do not touch what is drawn: they may be those of a frame with an icon in it. */
function isLarge({ strokes }: Draft): boolean {
  const shapes = strokes.filter(({ kind }) => kind !== 'rule')
  const core = around((shapes.length > 0 ? shapes : strokes).map(({ box }) => box))
  const touching = strokes.filter(({ box }) => gapsBetween(box, core).every((gap) => gap < TOUCHING))
  const { left, top, right, bottom } = around([core, ...touching.map(({ box }) => box)])
  const [across, down] = [right - left, bottom - top]
  return Math.min(across, down) >= LEAST_SIDE && Math.max(across, down) >= LEAST_LENGTH
}

function isDrawing(draft: Draft, { prose, turned }: DraftContext): boolean {
  const { strokes, area } = draft
  const free = freeOf(draft)
  if (isTextWithSigns(draft)) return false
  if (free.length >= LEAST_FREE || free.some(({ box }) => coveredShare(area, box) > WHOLE)) return true
  const hasTurned = turned.some((box) => isMiddleIn(box, grown(area, 1)))
  const frames = strokes.filter(({ kind }) => kind === 'frame').length
  return (hasCaption(draft, prose) || hasTurned) && strokes.length >= LEAST_PLAIN && frames >= LEAST_FRAMES
}

function hasCaption({ area }: Draft, { captions }: Prose): boolean {
  return captions.some(({ box }) => {
    const [across, down] = gapsBetween(box, area)
    return across === 0 && down < CAPTION_DISTANCE
  })
}

/** Phrases with bullets or other small signs between them. */
function isTextWithSigns({ strokes, labels }: Draft): boolean {
  if (strokes.some(({ box }) => Math.max(box.right - box.left, box.bottom - box.top) > SIGN)) return false
  return [...labels].filter((segment) => lineText(segment).trim().split(/\s+/).length > 2).length >= LEAST_PHRASES
}

function holdsProse({ area }: Draft, { segments }: Prose): boolean {
  return [...segments].some(({ box }) => coveredShare(box, area) > INSIDE)
}
