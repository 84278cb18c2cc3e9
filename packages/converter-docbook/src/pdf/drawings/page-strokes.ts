import type { Box, PdfPage } from '../engine/pdf-document.ts'
import { around, lineText, type Segment } from '../layout/text-line.ts'
import { areaOf, gapsBetween, heightOf, isMiddleIn, widthOf } from './boxes.ts'
import type { Prose } from './page-prose.ts'

/** Something drawn that may be part of a drawing. */
export interface Stroke {
  readonly box: Box
  readonly kind: 'rule' | 'frame' | 'free'
}

/** What covers as much of a page is its background; a line as long divides it. */
const BACKGROUND = 0.6
const LONG_RULE = 0.6
/** A strip of colour with words in it is this many times as wide as it is high. */
const STRIP = 6
/** So many phrases that cover this share of a shape are what it is drawn around; smaller shapes, in points, are not. */
const LEAST_PHRASES = 3
const PHRASES = 0.12
const LEAST_BACKGROUND = 20
/** How far the line below a word, or between the halves of a fraction, is from them in points. */
const UNDERLINE = 4
/** Points by which edges may differ that lie on each other. */
const SAME_EDGE = 3

/** What of a page may be a drawing: not backgrounds and frames of text, lines of the page, underlines and bars of fractions. */
export function pageStrokes(page: PdfPage, segments: readonly Segment[], prose: Prose): Stroke[] {
  const text = [...prose.segments]
  const holdsText = (box: Box) => text.some((segment) => isMiddleIn(segment.box, box))
  const isPlain = (box: Box) => widthOf(box) * heightOf(box) < BACKGROUND * page.width * page.height
  const seen = page.shapes.filter(({ kind, box }) => kind !== 'hidden' && isPlain(box))
  const backgrounds = [
    ...seen.filter(({ box }) => isTextBackground(box, { segments, holdsText })).map(({ box }) => box),
    ...ruledFrames(page.rules).filter(holdsText),
  ]
  const isPart = (box: Box) => backgrounds.some((background) => isEdgeOf(box, background))
  const shapes = seen.flatMap(({ box, kind }): Stroke[] => {
    if (kind === 'hidden' || backgrounds.includes(box)) return []
    if (isFrameOfPicture(box, page) || (kind === 'frame' && isPart(box))) return []
    return [{ box, kind }]
  })
  const rules = page.rules.filter(
    (rule) =>
      widthOf(rule) < LONG_RULE * page.width &&
      heightOf(rule) < LONG_RULE * page.height &&
      !isPart(rule) &&
      !isFrameOfPicture(rule, page) &&
      !isLineOfText(rule, segments),
  )
  return [...shapes, ...rules.map((box): Stroke => ({ box, kind: 'rule' }))]
}

/** What stands between lines of the same length below each other. */
function ruledFrames(rules: readonly Box[]): Box[] {
  const across = rules.filter((rule) => widthOf(rule) > heightOf(rule))
  const groups = Map.groupBy(
    across,
    ({ left, right }) => `${Math.round(left / SAME_EDGE)} ${Math.round(right / SAME_EDGE)}`,
  )
  return [...groups.values()].flatMap((group) => {
    const sorted = group.sort((a, b) => a.top - b.top)
    return sorted.slice(1).map((rule, i) => around([sorted[i] ?? rule, rule]))
  })
}

/** Behind running text or several phrases, or a strip of colour behind a line of any. */
function isTextBackground(
  box: Box,
  { segments, holdsText }: { segments: readonly Segment[]; holdsText: (box: Box) => boolean },
): boolean {
  if (holdsText(box)) return true
  if (Math.max(widthOf(box), heightOf(box)) < LEAST_BACKGROUND) return false
  const inside = segments.filter((segment) => isMiddleIn(segment.box, box))
  if (inside.length > 0 && widthOf(box) > STRIP * heightOf(box)) return true
  const phrases = inside.filter((segment) => lineText(segment).trim().split(/\s+/).length > 2)
  const covered = phrases.reduce((sum, phrase) => sum + areaOf(phrase.box), 0)
  return phrases.length >= LEAST_PHRASES && covered > PHRASES * areaOf(box)
}

/** Whether something is a side, a title or a shadow of a frame: both of its ends are on the edges of the frame. */
function isEdgeOf(box: Box, frame: Box): boolean {
  const isNear = (a: number, b: number) => Math.abs(a - b) < SAME_EDGE
  const isAcross = isNear(box.left, frame.left) && isNear(box.right, frame.right)
  const isDown = isNear(box.top, frame.top) && isNear(box.bottom, frame.bottom)
  const [across, down] = gapsBetween(box, frame)
  return (isAcross && down < SAME_EDGE) || (isDown && across < SAME_EDGE)
}

function isFrameOfPicture(box: Box, { images }: PdfPage): boolean {
  const isNear = (a: number, b: number) => Math.abs(a - b) < 4 * SAME_EDGE
  return images.some(({ box: picture }) => {
    const isAcross = isNear(box.left, picture.left) && isNear(box.right, picture.right)
    const isDown = isNear(box.top, picture.top) && isNear(box.bottom, picture.bottom)
    const isSide = [isNear(box.top, picture.top), isNear(box.bottom, picture.bottom)].some(Boolean)
    const isEnd = [isNear(box.left, picture.left), isNear(box.right, picture.right)].some(Boolean)
    return (
      (isAcross && isDown) ||
      (isAcross && heightOf(box) < SAME_EDGE && isSide) ||
      (isDown && widthOf(box) < SAME_EDGE && isEnd)
    )
  })
}

/** Whether a line stands right below a word of its length, or between two. */
function isLineOfText(rule: Box, segments: readonly Segment[]): boolean {
  if (heightOf(rule) > widthOf(rule)) return false
  return segments.some(
    ({ box, baseline }) =>
      rule.top > baseline - 1 &&
      rule.top < baseline + UNDERLINE &&
      rule.left > box.left - UNDERLINE &&
      rule.right < box.right + UNDERLINE,
  )
}
