import { isMathFont } from '../engine/math-fonts.ts'
import type { Glyph, PageLink } from '../engine/pdf-document.ts'
import { isRightToLeft, type Run, SCRIPT_SIZE } from './build-runs.ts'
import { type LinkTarget, type Look, looksSame, type Segment, type Span } from './text-line.ts'
import type { IsApart } from './word-gaps.ts'

/** Raised letters stand at least this many font sizes above the baseline, lowered ones below it. */
const RAISED = 0.15
const LOWERED = 0.08
/** Dots that lead to a page number are often taken from a font for formulas. */
const DOT = /^[.,·⋅∙…]$/
/** Height above and depth below the baseline, in font sizes. */
const ASCENT = 0.75
const DESCENT = 0.2

/** Marks of East Asian scripts, whose squares may reach beyond the edge of a column, and the part of the square that is filled. */
const SQUARE_MARK = /^[、。，．：；」』）】〕〉》］｝”’]$/u
const SQUARE = 0.9
const FILLED = 0.4

/** A link of the page with what it leads to. */
export interface PageTarget {
  readonly link: PageLink
  readonly target: LinkTarget
}

/** Text and looks of a run; `isApart` finds the spaces that are gaps only. */
export function toSegment(run: Run, targets: readonly PageTarget[], isApart: IsApart): Segment {
  const letters = run.filter(({ text }) => text !== ' ')
  const main = mainGlyph(letters)
  const near = targets.filter(({ link }) => link.box.top < main.y && link.box.bottom > main.y - main.size)
  const spans = toSpans(run, { main, near, isApart })
  const inMath = letters.filter(({ text, font }) => isMathFont(font) && !DOT.test(text)).length
  const left = Math.min(...letters.map(({ x }) => x))
  const right = Math.max(...letters.map(inkEnd))
  return {
    box: { left, right, top: main.y - main.size * ASCENT, bottom: main.y + main.size * DESCENT },
    baseline: main.y,
    size: main.size,
    letters: letters.length,
    ...(inMath > 0 && { mathLetters: inMath }),
    isBold: letters.every(({ font }) => font.isBold),
    isFixed: letters.every(({ font }) => font.isFixed),
    ...(main.field !== undefined && { isField: true }),
    spans,
  }
}

function inkEnd({ text, x, advance, size }: Glyph): number {
  const isMark = advance > SQUARE * size && SQUARE_MARK.test(text)
  return x + (isMark ? advance * FILLED : advance)
}

interface SpanContext {
  readonly main: Glyph
  readonly near: readonly PageTarget[]
  readonly isApart: IsApart
}

/** Letters in a row that look the same, with the spaces that are gaps. */
function toSpans(run: Run, { main, near, isApart }: SpanContext): Span[] {
  const spans: Span[] = []
  let look = lookOf(run[0] as Glyph, main, near)
  let texts: string[] = []
  let previous: Glyph | undefined
  for (const glyph of run) {
    const own = glyph.text === ' ' ? look : lookOf(glyph, main, near)
    if (!looksSame(own, look)) {
      spans.push({ ...look, text: texts.join('') })
      texts = []
      look = own
    }
    if (previous !== undefined && isApart(previous, glyph)) texts.push(' ')
    texts.push(glyph.text)
    previous = glyph
  }
  return apart([...spans, { ...look, text: texts.join('') }])
}

/** A mark that stands raised before the text, as that of a footnote does, is a word of its own. */
function apart(spans: Span[]): Span[] {
  const [first, second] = spans
  const isMark = first?.script === 'superscript' && second !== undefined && /^\s*([\d*†‡§¶]+|\p{Ll})$/u.test(first.text)
  return isMark && /^[\p{L}"“(]/u.test(second.text) ? [{ ...first, text: `${first.text} ` }, ...spans.slice(1)] : spans
}

/** The letter that stands for most of the run: of the size that most letters have. */
function mainGlyph(letters: readonly Glyph[]): Glyph {
  const counts = new Map<number, number>()
  for (const { size } of letters) counts.set(Math.round(size * 4), (counts.get(Math.round(size * 4)) ?? 0) + 1)
  const most = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0]
  return letters.find(({ size }) => Math.round(size * 4) === most) ?? (letters[0] as Glyph)
}

function lookOf(glyph: Glyph, main: Glyph, targets: readonly PageTarget[]): Look {
  const { isBold, isItalic, isFixed } = glyph.font
  return { isBold, isItalic, isFixed, script: scriptOf(glyph, main), link: linkAt(glyph, targets) }
}

function scriptOf(glyph: Glyph, main: Glyph): Span['script'] {
  if (glyph.size > SCRIPT_SIZE * main.size || isRightToLeft(glyph.text)) return undefined
  const raised = main.y - glyph.y
  if (raised > RAISED * main.size) return 'superscript'
  return raised < -LOWERED * main.size ? 'subscript' : undefined
}

function linkAt({ x, y, advance, size }: Glyph, targets: readonly PageTarget[]): LinkTarget | undefined {
  if (targets.length === 0) return undefined
  const [middle, centre] = [x + advance / 2, y - size * 0.3]
  return targets.find(
    ({ link: { box } }) => middle >= box.left && middle <= box.right && centre >= box.top && centre <= box.bottom,
  )?.target
}
