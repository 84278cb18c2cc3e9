import { titleWords } from '../../structure/title-words.ts'
import type { OutlineEntry, Place } from '../engine/pdf-document.ts'
import { isPageStart } from '../layout/page-starts.ts'
import { lineText, type TextLine } from '../layout/text-line.ts'
import type { Heading, Headings } from './heading.ts'
import { placesByTitle } from './outline-places.ts'
import { SLIDE, titleLines, unreadTitleLines } from './title-lines.ts'

/** Names that word processors give to places of their own (`_GoBack`, `_Toc1234`). */
const INNER_NAME = /^_\S*$/
/** A single small letter is no title: some programs leave names of places in the outline. */
const LETTER = /^\p{Ll}$/u
/** What PowerPoint puts before the titles of slides. */
const COUNTED = new RegExp(`^(${SLIDE}) \\d+: `, 'i')
const IDEOGRAPH = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]'
const GAP = new RegExp(`(?<=${IDEOGRAPH})\\s+|\\s+(?=${IDEOGRAPH})`, 'gu')

/** Headings for the entries of the outline; those whose title stands nowhere go before the first line at their place. */
export function outlineHeadings(told: readonly OutlineEntry[], lines: readonly TextLine[]): Headings {
  const outline = placesByTitle(told, lines)
  const found = new Map<TextLine, Heading[]>()
  const taken = new Set<TextLine>()
  const byPage = Map.groupBy(lines, ({ page }) => page)
  const firstOnPage = firstLines(lines)
  for (const [i, { title, depth }] of outline.entries()) {
    const place = placeOf(outline, i)
    if (place === undefined || titleWords(title) === '' || LETTER.test(title.trim())) continue
    const page = (byPage.get(place.page) ?? []).filter((line) => !isPageStart(line))
    const read = nearest(titleLines(title, page, taken), place)
    const match = read ?? nearest(unreadTitleLines(title, page, taken), place)
    if (match === undefined && INNER_NAME.test(title)) continue
    const at = match?.[0] ?? firstBelow(page, place) ?? firstOnPage(place.page)
    if (at === undefined) continue
    for (const line of match ?? []) taken.add(line)
    const heading =
      match === undefined || read === undefined
        ? { depth, lines: match ?? [], title }
        : { depth, lines: read, ...titleOfOutline(title, read) }
    found.set(at, [...(found.get(at) ?? []), heading])
  }
  return found
}

/** The title as the outline has it, where it counts slides, or the page differs only in gaps beside ideographs or in forms of sigma. */
function titleOfOutline(title: string, lines: readonly TextLine[]): Pick<Heading, 'title'> {
  if (COUNTED.test(title)) return { title }
  const isPlain = lines.every(({ spans }) => spans.every(({ note, link }) => note === undefined && link === undefined))
  const close = (text: string) => text.normalize('NFKC').replaceAll('ς', 'σ').replace(GAP, '').trim()
  return isPlain && close(title) === close(lines.map(lineText).join(' ')) ? { title } : {}
}

/** An entry that leads nowhere stands where the first one below it does. */
function placeOf(outline: readonly OutlineEntry[], i: number): Place | undefined {
  return outline[i]?.place ?? outline.slice(i + 1).find(({ place }) => place !== undefined)?.place
}

/** Of several places with the same words the one that is nearest; without a place on the page the largest. */
function nearest(candidates: readonly TextLine[][], { top }: Place): TextLine[] | undefined {
  const distance = ([first]: readonly TextLine[]) =>
    top === undefined ? -(first?.size ?? 0) : Math.abs((first?.box.top ?? 0) - top)
  return candidates.toSorted((a, b) => distance(a) - distance(b))[0]
}

function firstBelow(page: readonly TextLine[], { top = 0 }: Place): TextLine | undefined {
  return page.find((line) => line.box.bottom > top)
}

/** Finds the first line of a page or of the next one that has any. */
function firstLines(lines: readonly TextLine[]): (page: number) => TextLine | undefined {
  return (page) => lines.find((line) => line.page >= page)
}
