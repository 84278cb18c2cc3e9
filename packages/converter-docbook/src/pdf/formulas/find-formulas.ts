import { gapsBetween, heightOf, isMiddleIn, widthOf } from '../drawings/boxes.ts'
import { joinStrokes } from '../drawings/join-strokes.ts'
import type { Box, PdfPage } from '../engine/pdf-document.ts'
import { SCRIPT_SIZE } from '../layout/build-runs.ts'
import { around, lineText, type Segment } from '../layout/text-line.ts'

/** A formula that cannot be told in one line, on a page. */
export interface FoundFormula {
  /** Where its letters stand. */
  readonly box: Box
  /** What its signs reach over, too. */
  readonly area: Box
  /** What is written in it. */
  readonly labels: readonly Segment[]
}

/** Letters of fonts for formulas that make one, and their share of all its letters. */
const LEAST_LETTERS = 3
const LEAST_SHARE = 0.2
/** A segment of which as much is in such fonts is part of one, whatever words it has. */
const PLAINLY = 0.5
/** Pieces of other fonts have no more letters: numbers, units, the names of functions. */
const MOST_LETTERS = 16
/** Words of text; names of functions have as many letters. */
const WORD = /\p{L}{4,}/gu
/** Scripts that write words without spaces: more of their letters are text. */
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
const MOST_IDEOGRAPHS = 4
const FUNCTION =
  /^(a?(rc)?(sin|cos|tan|cot)h?|log|lim(sup|inf)?|grad|rang?k?|trace|diag|sign|supp|card|const|argm(in|ax))$/i
/** Functions of what stands below them. */
const OVER = /(^|[^\p{L}])(arg ?)?(max|min|sup|inf|lim)(?!\p{L})/iu
/** Signs that are as high as several lines, or have something above or below them. */
const LARGE = /[∑∏∐∫∮⋃⋂√⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎫⎬⎭⎪]/u
const ROOT = '√'
const ENDS = ['⎛⎝', '⎞⎠', '⎡⎣', '⎤⎦', '⎧⎩', '⎫⎭'].map(([upper = '', lower = '']) => [upper, lower] as const)
/** Pages of more pieces are tables; so many groups of pieces are looked at on a page. */
const MOST_SEGMENTS = 5_000
const MOST_GROUPS = 400
/** So often lines of text are cut out of what stands around them. */
const MOST_CUTS = 2
/** Pieces stand no further apart, in points, and in font sizes along the line. */
const GAP = 5
const ALONG = 1.6
/** The bar of a fraction is no thicker, in points, and not as long as a line of the page. */
const BAR = 2
const LONG = 0.6
/** What is above and below the bar is no further from it, in font sizes. */
const FRACTION = 1.2
/** What stands below a sign is no further from it, in font sizes. */
const LIMIT = 0.5
/** Text beside a formula that is nearer than this, in font sizes, goes on with it. */
const APART = 1.5
/** A short line begins no further from the long one above it, in font sizes. */
const INDENT = 2
const NUMBER = /^\s*[([]\s*[A-Z]?\d+([.\-–:]\d+)*\s*[a-z*′']?\s*[)\]]\s*$/
/** Lines of tables and frames are no further away, in points, and may touch it by the other. */
const FRAME = 24
const EDGE = 2
/** In points and as a share of the page. */
const LEAST_HEIGHT = 14
const MOST_HEIGHT = 0.6
/** Large signs reach beyond the letters by as many font sizes. */
const REACH = 0.9

/** Finds formulas that stand by themselves and have fractions, large signs, high brackets or limits below. */
export function findFormulas(page: PdfPage, segments: readonly Segment[]): FoundFormula[] {
  if (segments.length > MOST_SEGMENTS || !segments.some(({ mathLetters = 0 }) => mathLetters > 0)) return []
  const pieces = segments.filter(isPiece)
  const bars = barsOf(page)
  const long = segments.filter(({ letters }) => letters > MOST_LETTERS)
  return fromParts(page, { labels: pieces, bars, segments, long }, MOST_CUTS)
}

/** The formulas of pieces that stand near to each other. Lines of text that go through some are cut out of them. */
function fromParts(page: PdfPage, { labels, bars, ...text }: Group, cuts: number): FoundFormula[] {
  const parts = [
    ...labels.map((segment) => ({ box: wider(segment), segment })),
    ...bars.map((box) => ({ box, segment: undefined })),
  ]
  const groups = joinStrokes(parts, page, GAP).map((group) => ({
    labels: group.flatMap(({ segment }) => segment ?? []),
    bars: group.flatMap(({ segment, box }) => (segment === undefined ? box : [])),
    ...text,
  }))
  const mathematical = groups.filter(isMathematical).slice(0, MOST_GROUPS)
  return mathematical.flatMap((own) => {
    const lines = linesThrough(own)
    if (lines.length === 0) return toFormula(page, own) ?? []
    const isApart = (box: Box) => lines.every((line) => gapsBetween(line.box, box)[1] > 0)
    const rest = { labels: own.labels.filter(({ box }) => isApart(box)), bars: own.bars.filter(isApart), ...text }
    return cuts > 0 && rest.labels.length > 0 ? fromParts(page, rest, cuts - 1) : []
  })
}

/** Lines that may be bars of fractions: the shortest are shapes. */
function barsOf({ rules, shapes, width }: PdfPage): Box[] {
  const short = shapes.flatMap(({ kind, box }) => (kind === 'frame' ? box : []))
  const isLevel = (box: Box) => heightOf(box) < BAR && widthOf(box) > heightOf(box)
  return [...rules, ...short].filter((box) => isLevel(box) && widthOf(box) < LONG * width)
}

/** Whether a segment may be part of a formula: it has signs, or is short and has no words. */
function isPiece({ spans, letters, mathLetters = 0, isField }: Segment): boolean {
  if (isField === true || (mathLetters === 0 && letters > MOST_LETTERS)) return false
  const text = lineText({ spans })
  if ((text.match(IDEOGRAPH)?.length ?? 0) > MOST_IDEOGRAPHS) return false
  if (mathLetters >= PLAINLY * letters) return true
  const hasWords = (text.match(WORD) ?? []).some((word) => !FUNCTION.test(word))
  return !hasWords && (letters <= MOST_LETTERS || mathLetters >= LEAST_SHARE * letters)
}

function wider({ box, size }: Segment): Box {
  return { ...box, left: box.left - (ALONG * size) / 2, right: box.right + (ALONG * size) / 2 }
}

interface Group {
  readonly labels: readonly Segment[]
  readonly bars: readonly Box[]
  /** All of the page, and its long lines. */
  readonly segments: readonly Segment[]
  readonly long: readonly Segment[]
}

function toFormula(page: PdfPage, { labels, bars, segments }: Group): FoundFormula | undefined {
  if (!isWhole(labels)) return undefined
  const size = Math.max(...labels.map((label) => label.size))
  const fractions = bars.filter((bar) => isFraction(bar, labels))
  const isHigh = fractions.length > 0 || labels.some((label) => hasLimit(label, labels) || LARGE.test(lineText(label)))
  const core = around([...labels.map(({ box }) => box), ...fractions])
  // The bar of a root says what it is taken of, however low it is.
  const least = labels.some((label) => lineText(label).includes(ROOT)) ? 0 : LEAST_HEIGHT
  if (!isHigh || heightOf(core) < least || heightOf(core) > MOST_HEIGHT * page.height) return undefined
  if (isInTable(page.rules, core, fractions)) return undefined
  const own = new Set(labels)
  const others = segments.filter((segment) => !own.has(segment))
  const numbers = others.filter((other) => {
    const isBeside = gapsBetween(other.box, core)[1] === 0 && other.box.left > core.right
    return isBeside && isNumber(other) && !others.some((one) => isBetween(one, core, other.box))
  })
  const whole = around([core, ...numbers.map(({ box }) => box)])
  const near = others.filter((other) => !numbers.includes(other))
  const area = reaching(whole, { others: near, by: REACH * size })
  return { box: whole, area, labels: [...labels, ...numbers] }
}

function isMathematical({ labels }: Group): boolean {
  const [all, inMath] = [sum(labels, ({ letters }) => letters), sum(labels, ({ mathLetters = 0 }) => mathLetters)]
  return inMath >= LEAST_LETTERS && inMath >= LEAST_SHARE * all
}

/** Text that goes through a group of pieces, or goes on beside it. */
function linesThrough({ labels, segments, long }: Group): Segment[] {
  if (labels.length === 0) return []
  const core = around(labels.map(({ box }) => box))
  const size = Math.max(...labels.map((label) => label.size))
  const own = new Set(labels)
  return segments.filter((segment) => {
    if (own.has(segment) || gapsBetween(segment.box, core)[1] > 0 || isNumber(segment)) return false
    return isMiddleIn(segment.box, core) || !isColumnBeside(segment, { core, size, long })
  })
}

function isNumber(segment: Segment): boolean {
  return NUMBER.test(lineText(segment))
}

/** Whether something small stands right below a piece, as what a maximum is taken over. */
function hasLimit({ box, size, spans }: Segment, labels: readonly Segment[]): boolean {
  if (!OVER.test(lineText({ spans }))) return false
  return labels.some((other) => {
    const down = other.box.top - box.bottom
    const isBelow = down > -0.2 * size && down < LIMIT * size
    return other.size < SCRIPT_SIZE * size && isBelow && other.box.left < box.right && other.box.right > box.left
  })
}

/** Whether brackets of several pieces have their upper and their lower end: else a line of text goes through them. */
function isWhole(labels: readonly Segment[]): boolean {
  const text = labels.map(lineText).join('')
  const count = (sign: string) => text.split(sign).length
  return ENDS.every(([upper, lower]) => count(upper) === count(lower))
}

function isFraction(bar: Box, labels: readonly Segment[]): boolean {
  const isOver = ({ box, size }: Segment, above: boolean) => {
    const distance = above ? bar.top - box.bottom : box.top - bar.bottom
    const isNear = distance > -0.5 * size && distance < FRACTION * size
    return isNear && box.right > bar.left && box.left < bar.right
  }
  return labels.some((label) => isOver(label, true)) && labels.some((label) => isOver(label, false))
}

/** Whether what stands beside a formula is the next column, and not the same line: a long line, or a short one below one. */
function isColumnBeside(
  { box, letters }: Segment,
  { core, size, long }: { core: Box; size: number; long: readonly Segment[] },
): boolean {
  const isApart = (other: Box) => gapsBetween(other, core)[0] > APART * size
  if (!isApart(box)) return false
  return letters > MOST_LETTERS || long.some((line) => isLineBefore(line, box) && isApart(line.box))
}

function isLineBefore(line: Segment, box: Box): boolean {
  const down = box.top - line.box.bottom
  return down >= -EDGE && down < line.size && Math.abs(box.left - line.box.left) < INDENT * line.size
}

function isBetween({ box }: Segment, core: Box, number: Box): boolean {
  return gapsBetween(box, core)[1] === 0 && box.left > core.right && box.right < number.left
}

/** Whether lines stand at both sides of a formula, or above and below it, as those of tables and frames do. */
function isInTable(rules: readonly Box[], core: Box, fractions: readonly Box[]): boolean {
  const others = rules.filter((rule) => !fractions.includes(rule))
  const upright = others.filter((rule) => rule.top < core.top + EDGE && rule.bottom > core.bottom - EDGE)
  const level = others.filter((rule) => rule.left < core.left + EDGE && rule.right > core.right - EDGE)
  const isNear = (distance: number) => distance > -EDGE && distance < FRAME
  const [left, right] = [
    upright.some((rule) => isNear(core.left - rule.right)),
    upright.some((rule) => isNear(rule.left - core.right)),
  ]
  const [above, below] = [
    level.some((rule) => isNear(core.top - rule.bottom)),
    level.some((rule) => isNear(rule.top - core.bottom)),
  ]
  return (left && right) || (above && below)
}

/** The area with what large signs need above and below, as far as nothing else stands there. */
function reaching(area: Box, { others, by }: { others: readonly Segment[]; by: number }): Box {
  const near = others.filter(({ box }) => gapsBetween(box, area)[0] === 0)
  const above = Math.max(area.top - by, ...near.map(({ box }) => (box.bottom <= area.top ? box.bottom : -Infinity)))
  const below = Math.min(area.bottom + by, ...near.map(({ box }) => (box.top >= area.bottom ? box.top : Infinity)))
  return { ...area, top: above, bottom: below }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0)
}
