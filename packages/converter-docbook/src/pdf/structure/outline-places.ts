import type { OutlineEntry } from '../engine/pdf-document.ts'
import { isContentsEntry } from '../layout/contents-entry.ts'
import type { TextLine } from '../layout/text-line.ts'
import { titleLines } from './title-lines.ts'

/** An outline of as many entries that all lead to one page of a book of more than so many leads nowhere. */
const LEAST_ENTRIES = 4
const FEW_PAGES = 5
/** So does one of whose entries fewer than this share lead anywhere. */
const FEW_PLACES = 0.2
/** Titles of larger outlines are not looked for. */
const MOST_ENTRIES = 2_000

/**
 * The outline with places where its titles stand, one after the other, when its own are good for nothing: some programs let
 * all entries lead to one page. Of several lines with the words of a title it is the largest, but not in a table of contents.
 */
export function placesByTitle(outline: readonly OutlineEntry[], lines: readonly TextLine[]): readonly OutlineEntry[] {
  if (!leadsNowhere(outline, lines)) return outline
  const pages = [...Map.groupBy(lines, ({ page }) => page).values()]
  let after: TextLine | undefined
  return outline.map(({ title, depth }) => {
    const found = pages.flatMap((page) => titleLines(title, page, new Set()))
    const best = found
      .flatMap(([first]) => first ?? [])
      .filter((line) => isAfter(line, after) && !isContentsEntry(line))
      .sort((a, b) => b.size - a.size || Number(b.isBold) - Number(a.isBold) || (isAfter(a, b) ? 1 : -1))[0]
    if (best === undefined) return { title, depth }
    after = best
    return { title, depth, place: { page: best.page, top: best.box.top } }
  })
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
