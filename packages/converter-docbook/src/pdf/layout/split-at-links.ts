import type { PageLink, TextRun } from '../engine/pdf-document.ts'

/**
 * Divides runs where a link begins or ends inside of them. An engine gives a line as one run; where its letters stand is
 * reckoned from their number, and a cut is moved to the nearest space.
 */
export function splitAtLinks(runs: readonly TextRun[], links: readonly PageLink[]): TextRun[] {
  if (links.length === 0) return [...runs]
  return runs.flatMap((run) => {
    const y = (run.box.top + run.box.bottom) / 2
    const edges = links
      .filter(({ box }) => y >= box.top && y <= box.bottom && box.left < run.box.right && box.right > run.box.left)
      .flatMap(({ box }) => [box.left, box.right])
      .map((x) => nearestBreak(run, x))
      .filter((at) => at > 0 && at < run.text.length)
    return edges.length === 0
      ? [run]
      : cutAt(
          run,
          [...new Set(edges)].sort((a, b) => a - b),
        )
  })
}

/** A cut further from a space than this many letters stays where it is. */
const NEAR = 4

/** Index of the letter at x, moved to the nearest beginning or end of a word. */
function nearestBreak({ text, box }: TextRun, x: number): number {
  const at = Math.round(((x - box.left) / (box.right - box.left)) * text.length)
  for (let distance = 0; distance <= NEAR; distance++) {
    for (const i of [at - distance, at + distance]) {
      if (/\s/.test(text[i] ?? '') || /\s/.test(text[i - 1] ?? '')) return i
    }
  }
  return at
}

function cutAt(run: TextRun, edges: readonly number[]): TextRun[] {
  const width = run.box.right - run.box.left
  const xAt = (i: number) => run.box.left + (width * i) / run.text.length
  const bounds = [0, ...edges, run.text.length]
  return bounds.slice(1).map((end, i) => {
    const start = bounds[i] ?? 0
    return { ...run, text: run.text.slice(start, end), box: { ...run.box, left: xAt(start), right: xAt(end) } }
  })
}
