import { lineText, type TextLine } from './text-line.ts'

/** Lines looked at from the top and from the bottom of each page. */
const EDGE_LINES = 2
/** A line that stands at the edge of this many pages belongs to the pages, not to the text. */
const REPEATED = 3
/** Shorter documents have no running heads worth the risk. */
const LEAST_PAGES = 4

/** Finds running heads, running feet and page numbers. */
export class RunningHeads {
  readonly #seen = new Map<string, number>()
  #pages = 0

  /** Takes note of a page. */
  learn(lines: readonly TextLine[]): void {
    this.#pages++
    for (const line of edgeLines(lines)) {
      const form = formOf(line)
      this.#seen.set(form, (this.#seen.get(form) ?? 0) + 1)
    }
  }

  /** The lines without those that belong to the page. To be asked after all pages were learned. */
  remove(lines: readonly TextLine[]): TextLine[] {
    if (this.#pages < LEAST_PAGES) return [...lines]
    const edges = new Set(edgeLines(lines))
    return lines.filter((line) => !edges.has(line) || !this.#isFurniture(line))
  }

  #isFurniture(line: TextLine): boolean {
    const form = formOf(line)
    return (this.#seen.get(form) ?? 0) >= REPEATED || /^(#|[ivxlc]+)$/.test(form)
  }
}

function edgeLines(lines: readonly TextLine[]): TextLine[] {
  const byHeight = [...lines].sort((a, b) => a.baseline - b.baseline)
  return [...byHeight.slice(0, EDGE_LINES), ...byHeight.slice(-EDGE_LINES)]
}

/** The text with its numbers left open. */
function formOf(line: TextLine): string {
  return lineText(line).replace(/\d+/g, '#').trim().toLowerCase()
}
