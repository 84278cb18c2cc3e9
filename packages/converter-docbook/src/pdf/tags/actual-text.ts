import type { Glyph } from '../engine/pdf-document.ts'
import type { TaggedGlyph } from './tagged-parts.ts'

/** Letters further from the baseline than this many font sizes are on another line. */
const SAME_LINE = 0.5

/** Letters of a block; where the tree says what a piece of a line reads, that stands in its place. */
export function withActualText(piece: readonly TaggedGlyph[]): Glyph[] {
  const glyphs: Glyph[] = []
  for (let i = 0; i < piece.length; ) {
    const actual = piece[i]?.leaf.actual
    let end = i + 1
    while (actual !== undefined && piece[end]?.leaf.actual?.key === actual.key) end++
    const run = piece.slice(i, end).map(({ glyph }) => glyph)
    glyphs.push(...(actual === undefined ? run : replaced(run, actual.text)))
    i = end
  }
  return glyphs
}

/**
 * Text over several lines is left as it is: nothing says which words of it stand in which line. So is text whose letters are
 * only said once more without a space: the letters have their gaps.
 */
function replaced(run: readonly Glyph[], text: string): readonly Glyph[] {
  const [first] = run
  const last = run.at(-1)
  if (first === undefined || last === undefined || run.some(({ y }) => Math.abs(y - first.y) > SAME_LINE * first.size))
    return run
  if (!/\s/.test(text) && text.normalize('NFKC') === textOf(run)) return run
  const right = Math.max(...run.map(({ x, advance }) => x + advance))
  const left = Math.min(...run.map(({ x }) => x))
  return [{ ...first, text, x: left, advance: right - left }]
}

function textOf(run: readonly Glyph[]): string {
  return run
    .map((glyph) => glyph.text.trim())
    .join('')
    .normalize('NFKC')
}
