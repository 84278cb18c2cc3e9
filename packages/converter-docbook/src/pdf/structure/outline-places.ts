import type { OutlineEntry } from '../engine/pdf-document.ts'
import { isContentsEntry } from '../layout/contents-entry.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'
import { comparable, titleAt } from './title-lines.ts'

/** An outline of as many entries that all lead to one page of a book of more than so many leads nowhere. */
const LEAST_ENTRIES = 4
const FEW_PAGES = 5
/** So does one of whose entries fewer than this share lead anywhere. */
const FEW_PLACES = 0.2
/** Titles of larger outlines are not looked for. */
const MOST_ENTRIES = 2_000
/** The first line of a title of several has at least so many letters, and no line has more than the other. */
const LEAST_START = 3
const MOST_START = 300

/**
 * The outline with places where its titles stand, one after the other, when its own are good for nothing: some programs let
 * all entries lead to one page. Of several lines with the words of a title it is the largest, but not in a table of contents.
 */
export function placesByTitle(outline: readonly OutlineEntry[], lines: readonly TextLine[]): readonly OutlineEntry[] {
  if (!leadsNowhere(outline, lines)) return outline
  const titles = new TitleIndex(lines)
  let after: TextLine | undefined
  return outline.map(({ title, depth }) => {
    const best = titles
      .find(title)
      .filter((line) => isAfter(line, after) && !isContentsEntry(line))
      .sort((a, b) => b.size - a.size || Number(b.isBold) - Number(a.isBold) || (isAfter(a, b) ? 1 : -1))[0]
    if (best === undefined) return { title, depth }
    after = best
    return { title, depth, place: { page: best.page, top: best.box.top } }
  })
}

/** Finds titles among the lines of a book without going through all of them for each. */
class TitleIndex {
  readonly #pages: ReadonlyMap<number, readonly TextLine[]>
  readonly #starts = new Map<string, Array<readonly [page: number, line: number]>>()

  constructor(lines: readonly TextLine[]) {
    this.#pages = Map.groupBy(lines, ({ page }) => page)
    for (const [page, own] of this.#pages) {
      for (const [i, line] of own.entries()) {
        const { full, bare } = comparable(lineText(line))
        for (const start of new Set([full, bare])) {
          const known = this.#starts.get(start)
          if (known === undefined) this.#starts.set(start, [[page, i]])
          else known.push([page, i])
        }
      }
    }
  }

  /** The first lines of where a title stands. */
  find(title: string): TextLine[] {
    const wanted = comparable(title)
    const starts = new Set([wanted.full, wanted.bare].flatMap(startsOf))
    const places = [...starts].flatMap((start) => this.#starts.get(start) ?? [])
    return [...new Set(places.flatMap(([page, i]) => titleAt(wanted, this.#pages.get(page) ?? [], i)?.[0] ?? []))]
  }
}

/** What the first line of a title may be: all of it, or a beginning of some letters. */
function startsOf(title: string): string[] {
  const [shortest, longest] = [Math.min(LEAST_START, title.length), Math.min(MOST_START, title.length)]
  return Array.from({ length: longest - shortest + 1 }, (_, i) => title.slice(0, shortest + i))
}

function leadsNowhere(outline: readonly OutlineEntry[], lines: readonly TextLine[]): boolean {
  if (outline.length < LEAST_ENTRIES || outline.length > MOST_ENTRIES) return false
  if (new Set(lines.map(({ page }) => page)).size <= FEW_PAGES) return false
  const places = outline.flatMap(({ place }) => place?.page ?? [])
  if (places.length < FEW_PLACES * outline.length) return true
  return places.length === outline.length && new Set(places).size === 1
}

function isAfter(line: TextLine, other: TextLine | undefined): boolean {
  if (other === undefined) return true
  return (
    line.page > other.page || (line.page === other.page && (line.piece > other.piece || line.box.top > other.box.top))
  )
}
