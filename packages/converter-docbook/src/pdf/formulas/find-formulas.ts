import { gapsBetween, heightOf, isMiddleIn, widthOf } from '../drawings/boxes.ts'
import { joinStrokes } from '../drawings/join-strokes.ts'
import type { Box, PdfPage } from '../engine/pdf-document.ts'
import { around, lineText, type Segment } from '../layout/text-line.ts'

/** A formula that cannot be told in one line, on a page. */
export interface FoundFormula {
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
const FUNCTION =
  /^(a?(rc)?(sin|cos|tan|cot)h?|log|lim(sup|inf)?|grad|rang?k?|trace|diag|sign|supp|card|const|argm(in|ax))$/i
/** Signs that are as high as several lines, or have something above or below them. */
const LARGE = /[∑∏∐∫∮⋃⋂√⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎫⎬⎭⎪]/u
const ENDS = ['⎛⎝', '⎞⎠', '⎡⎣', '⎤⎦', '⎧⎩', '⎫⎭'].map(([upper = '', lower = '']) => [upper, lower] as const)
/** Pieces stand no further apart, in points, and in font sizes along the line. */
const GAP = 5
const ALONG = 1.6
/** The bar of a fraction is no thicker, in points, and not as long as a line of the page. */
const BAR = 2
const LONG = 0.6
/** What is above and below the bar is no further from it, in font sizes. */
const FRACTION = 1.2
/** Text beside a formula that is nearer than this, in font sizes, goes on with it. */
const APART = 1.5
const NUMBER = /^\s*[([]\s*[A-Z]?\d+([.\-–:]\d+)*\s*[a-z*′']?\s*[)\]]\s*$/
/** Lines of tables and frames are no further away, in points, and may touch it by the other. */
const FRAME = 24
const EDGE = 2
/** In points and as a share of the page. */
const LEAST_HEIGHT = 14
const MOST_HEIGHT = 0.6
/** Large signs reach beyond the letters by as many font sizes. */
const REACH = 0.9

/** Finds formulas that stand by themselves and have fractions, large signs or several rows. */
export function findFormulas(page: PdfPage, segments: readonly Segment[]): FoundFormula[] {
  if (!segments.some(({ mathLetters = 0 }) => mathLetters > 0)) return []
  const pieces = segments.filter(isPiece)
  const bars = page.rules.filter((rule) => heightOf(rule) < BAR && widthOf(rule) < LONG * page.width)
  const parts = [
    ...pieces.map((segment) => ({ box: wider(segment), segment })),
    ...bars.map((box) => ({ box, segment: undefined })),
  ]
  return joinStrokes(parts, page, GAP).flatMap((group) => {
    const labels = group.flatMap(({ segment }) => segment ?? [])
    const own = group.flatMap(({ segment, box }) => (segment === undefined ? box : []))
    return toFormula(page, { labels, bars: own, segments }) ?? []
  })
}

/** Whether a segment may be part of a formula: it has signs, or is short and has no words. */
function isPiece({ spans, letters, mathLetters = 0, isField }: Segment): boolean {
  if (isField === true) return false
  if (mathLetters >= PLAINLY * letters) return true
  const words = lineText({ spans }).match(WORD) ?? []
  const hasWords = words.some((word) => !FUNCTION.test(word))
  return !hasWords && (letters <= MOST_LETTERS || mathLetters >= LEAST_SHARE * letters)
}

function wider({ box, size }: Segment): Box {
  return { ...box, left: box.left - (ALONG * size) / 2, right: box.right + (ALONG * size) / 2 }
}

interface Group {
  readonly labels: readonly Segment[]
  readonly bars: readonly Box[]
  /** All of the page. */
  readonly segments: readonly Segment[]
}

function toFormula(page: PdfPage, { labels, bars, segments }: Group): FoundFormula | undefined {
  const [all, inMath] = [sum(labels, ({ letters }) => letters), sum(labels, ({ mathLetters = 0 }) => mathLetters)]
  if (inMath < LEAST_LETTERS || inMath < LEAST_SHARE * all) return undefined
  const size = Math.max(...labels.map((label) => label.size))
  const fractions = bars.filter((bar) => isFraction(bar, labels))
  if (!isWhole(labels)) return undefined
  const isHigh = fractions.length > 0 || labels.some((label) => LARGE.test(lineText(label)))
  const core = around([...labels.map(({ box }) => box), ...fractions])
  if (!isHigh || heightOf(core) < LEAST_HEIGHT || heightOf(core) > MOST_HEIGHT * page.height) return undefined
  const others = segments.filter((segment) => !labels.includes(segment))
  const beside = others.filter(({ box }) => gapsBetween(box, core)[1] === 0)
  const numbers = beside.filter((segment) => NUMBER.test(lineText(segment)))
  const goesOn = (segment: Segment) =>
    !numbers.includes(segment) && (isMiddleIn(segment.box, core) || !isColumnBeside(segment, core, size))
  if (beside.some(goesOn) || isInTable(page.rules, core, fractions)) return undefined
  const near = numbers.filter(
    ({ box }) => box.left > core.right && !others.some((other) => isBetween(other, core, box)),
  )
  const whole = around([core, ...near.map(({ box }) => box)])
  return {
    area: reaching(whole, { others: others.filter((other) => !near.includes(other)), by: REACH * size }),
    labels: [...labels, ...near],
  }
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

/** Whether what stands beside a formula is the next column, and not the same line. */
function isColumnBeside({ box, letters }: Segment, core: Box, size: number): boolean {
  return gapsBetween(box, core)[0] > APART * size && letters > MOST_LETTERS
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
