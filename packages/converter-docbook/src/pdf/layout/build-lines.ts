import type { PageLink, PdfPage, TextRun } from '../engine/pdf-document.ts'
import { splitAtLinks } from './split-at-links.ts'
import { around, type Span, type TextLine } from './text-line.ts'

/** A gap wider than this many font sizes separates columns, not words. */
const COLUMN_GAP = 2.2
/** A gap wider than this many font sizes is a space. */
const WORD_GAP = 0.17

/** The lines of a page in the order in which they are drawn. `anchorOf`: the anchor of a place that a link leads to. */
export function buildLines(page: PdfPage, anchorOf: (link: PageLink) => Span['link']): TextLine[] {
  const groups: TextRun[][] = []
  for (const run of splitAtLinks(page.runs, page.links)) {
    if (run.isRotated || run.box.bottom < 0 || run.box.top > page.height) continue
    const current = groups.at(-1)
    if (current !== undefined && continues(current, run)) current.push(run)
    else if (run.text.trim() !== '') groups.push([run])
  }
  return groups.map((runs) => toLine(page, runs, anchorOf))
}

/** Whether a run goes on where the line stands: on its baseline (or raised or lowered a little) and not far to the right. */
function continues(line: readonly TextRun[], run: TextRun): boolean {
  const last = line.at(-1)
  const base = line.reduce((largest, other) => (other.size > largest.size ? other : largest))
  if (last === undefined) return false
  const size = Math.max(base.size, run.size)
  const shift = Math.abs(run.baseline - base.baseline)
  const isRaised = Math.min(run.size, base.size) < 0.85 * size && shift < 0.6 * size
  if (shift > 0.25 * size && !isRaised) return false
  const gap = run.box.left - last.box.right
  return gap > -0.6 * size && gap < COLUMN_GAP * size
}

function toLine(page: PdfPage, runs: readonly TextRun[], anchorOf: (link: PageLink) => Span['link']): TextLine {
  const visible = runs.filter(({ text }) => text.trim() !== '')
  const main = mostLetters(visible)
  const spans: Span[] = []
  let previous: TextRun | undefined
  for (const run of runs) {
    const needsSpace =
      previous !== undefined && isGap(previous, run) && !/\s$/.test(spans.at(-1)?.text ?? ' ') && !/^\s/.test(run.text)
    const text = (needsSpace ? ' ' : '') + run.text.replace(/\s+/g, ' ')
    append(spans, {
      text,
      isBold: run.isBold,
      isItalic: run.isItalic,
      script: scriptOf(run, main),
      link: linkAt(page, run, anchorOf),
    })
    if (run.text.trim() !== '') previous = run
  }
  const isBold = visible.every((run) => run.isBold)
  return {
    page: page.index,
    box: around(visible.map(({ box }) => box)),
    baseline: main.baseline,
    size: main.size,
    isBold,
    runs,
    spans,
  }
}

function mostLetters(runs: readonly TextRun[]): TextRun {
  return runs.reduce((most, run) => (run.text.length > most.text.length ? run : most))
}

function isGap(left: TextRun, right: TextRun): boolean {
  return right.box.left - left.box.right > WORD_GAP * Math.min(left.size, right.size)
}

/** Small letters above or below the line. */
function scriptOf(run: TextRun, main: TextRun): Span['script'] {
  if (run.size > 0.85 * main.size || run.text.trim() === '') return undefined
  const raised = main.baseline - run.baseline
  if (raised > 0.15 * main.size) return 'superscript'
  return raised < -0.08 * main.size ? 'subscript' : undefined
}

function linkAt(page: PdfPage, { box, text }: TextRun, anchorOf: (link: PageLink) => Span['link']): Span['link'] {
  if (page.links.length === 0 || text.trim() === '') return undefined
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  const link = page.links.find(
    ({ box: area }) => x >= area.left && x <= area.right && y >= area.top && y <= area.bottom,
  )
  return link && anchorOf(link)
}

/** Adds to the last span what looks the same. */
function append(spans: Span[], span: Span): void {
  const last = spans.at(-1)
  const isSame =
    last !== undefined &&
    last.isBold === span.isBold &&
    last.isItalic === span.isItalic &&
    last.script === span.script &&
    JSON.stringify(last.link) === JSON.stringify(span.link)
  if (last !== undefined && (isSame || span.text.trim() === ''))
    spans[spans.length - 1] = { ...last, text: last.text + span.text }
  else spans.push(span)
}
