import type { Glyph } from '../engine/pdf-document.ts'
import { type Run, SCRIPT_SHIFT, SCRIPT_SIZE } from './build-runs.ts'

/** Raised and lowered letters are no more than this many in a row. */
const MOST_LETTERS = 8
/** They are no smaller than this share of the letters beside them, as a dot under a watermark is. */
const LEAST_SIZE = 0.35
/** They may touch the letters beside them by this many of their font sizes. */
const TOUCH = 0.2
/** More pieces of lines at one height are not looked through. */
const MOST_LINES = 200

interface Line {
  readonly run: Run
  /** The letter whose size and height are those of the line. */
  readonly main: Glyph
}

/**
 * Raised and lowered letters in the line between whose letters they stand: some programs draw them after the whole line, which
 * leaves them a gap.
 */
export function insertScripts(runs: readonly Run[]): readonly Run[] {
  const lines = runs.map(toLine).sort((a, b) => a.main.y - b.main.y)
  const tallest = lines.reduce((most, { main }) => Math.max(most, main.size), 0)
  const scripts = lines
    .filter(({ run, main }) => run.length <= MOST_LETTERS && main.size < SCRIPT_SIZE * tallest)
    .sort((a, b) => (a.run[0] as Glyph).x - (b.run[0] as Glyph).x)
  const inserted = new Map<Run, Run[]>()
  for (const script of scripts) {
    const line = linesNear(lines, script.main.y, SCRIPT_SHIFT * tallest).find((one) => gapFor(script, one) > 0)
    if (line !== undefined) inserted.set(line.run, [...(inserted.get(line.run) ?? []), script.run])
  }
  if (inserted.size === 0) return runs
  const placed = new Set([...inserted.values()].flat())
  return runs.filter((run) => !placed.has(run)).map((run) => (inserted.get(run) ?? []).reduce(insert, run))
}

function insert(run: Run, script: Run): Run {
  const place = gapFor(toLine(script), toLine(run))
  return place > 0 ? run.toSpliced(place, 0, ...script) : [...run, ...script]
}

/** Before which letter of a line a script has its gap; 0 when it has none. */
function gapFor(script: Line, line: Line): number {
  const touch = TOUCH * script.main.size
  const left = (script.run[0] as Glyph).x
  const right = endOf(script.run.at(-1) as Glyph)
  const next = line.run.findIndex(({ x }) => x >= right - touch)
  const [before, after] = [line.run[next - 1], line.run[next]]
  if (before === undefined || after === undefined || endOf(before) > left + touch) return 0
  const shift = Math.abs(script.main.y - after.y)
  const isRaised = shift > 0 && shift < SCRIPT_SHIFT * after.size
  const share = script.main.size / after.size
  return isRaised && share > LEAST_SIZE && share < SCRIPT_SIZE ? next : 0
}

/** Lines, which are in the order of their heights, that are no further away than a distance. */
function linesNear(lines: readonly Line[], height: number, distance: number): readonly Line[] {
  const from = firstFrom(lines, height - distance)
  return lines.slice(from, Math.min(firstFrom(lines, height + distance), from + MOST_LINES))
}

/** The place of the first line that is no higher on the page. */
function firstFrom(lines: readonly Line[], height: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle] as Line).main.y < height) low = middle + 1
    else high = middle
  }
  return low
}

function toLine(run: Run): Line {
  return { run, main: run.reduce((main, glyph) => (glyph.size > main.size ? glyph : main)) }
}

function endOf({ x, advance }: Glyph): number {
  return x + advance
}
