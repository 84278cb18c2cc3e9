import { toRows } from './join-segments.ts'
import { recurring } from './recurring.ts'
import { lineText, type Segment } from './text-line.ts'

/** Rows looked at from the top of each page, and from the bottom. */
const EDGE_ROWS = 6
/** Rows further in than these belong to the pages only when they are usual there. */
const OUTER_ROWS = 2
/** A row with the same words at the same place on this many pages belongs to the pages, not to the text. */
const REPEATED = 3
/** Points by which the place may differ. */
const SAME_PLACE = 4
/** Larger letters than this, against most of the text, are a title that may come again. */
const TITLE_SIZE = 1.3
/** What most pages of so many have is no title of one of them. */
const TITLE_PAGES = 6
/** Of those that tell the place of the text this share goes on from the page before. */
const MOST_GO_ON = 0.8
/** What is usual: it stands at the same place on this share of the pages. */
const SLOT_SHARE = 0.3
/** Furniture stands this many font sizes away from the text, baseline to baseline. */
const DISTANCE = 1.5

const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g

/** A row at the edge of a page. */
interface EdgeRow {
  readonly page: number
  /** Whether {@link OUTER_ROWS} stand between it and the edge. */
  readonly isInner: boolean
  readonly segments: readonly Segment[]
  readonly text: string
  /** The text with its numbers left open. */
  readonly form: string
  readonly place: number
  /** Those at its ends. */
  readonly numbers: readonly number[]
  /** Distance to the next row towards the text, in font sizes. */
  readonly distance: number
}

/** Finds running heads, running feet and page numbers: rows that come again at the same place of the pages. */
export class RunningHeads {
  /** From the edge of the page inwards. */
  readonly #edges: EdgeRow[][] = []
  readonly #letters = new Map<number, number>()
  #pages = 0

  /** Takes note of a page. */
  learn(page: number, segments: readonly Segment[]): void {
    this.#pages++
    for (const { size, letters } of segments)
      this.#letters.set(Math.round(size), (this.#letters.get(Math.round(size)) ?? 0) + letters)
    const rows = toRows(segments)
    const heads = Math.max(OUTER_ROWS, headRows(rows.slice(0, -EDGE_ROWS)))
    this.#edges.push(toEdge(page, rows, heads), toEdge(page, rows.slice(heads).toReversed(), EDGE_ROWS))
  }

  /** The segments that belong to the pages. To be asked after all pages were learned. */
  find(): Set<Segment> {
    const furniture = this.#repeated()
    const found = new Set<Segment>()
    for (const edge of this.#edges) {
      const end = edge.findIndex((row) => !furniture.has(row))
      const rows = end === -1 ? edge : edge.slice(0, end)
      while (rows.length > 0 && (rows.at(-1)?.distance ?? 0) < DISTANCE) rows.pop()
      for (const segment of rows.flatMap(({ segments }) => segments)) found.add(segment)
    }
    return found
  }

  #repeated(): Set<EdgeRow> {
    const bodySize = [...this.#letters].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0]
    const isLarge = ({ segments }: EdgeRow) => segments.some(({ size }) => size >= bodySize * TITLE_SIZE)
    const offset = this.#numberOffset()
    const most = Math.max(TITLE_PAGES, this.#pages / 2)
    const slots = Map.groupBy(this.#edges.flat(), ({ place }) => place)
    return new Set(
      [...slots.values()].flatMap((rows) => {
        const outer = rows.filter(({ isInner }) => !isInner)
        const small = outer.filter((row) => !isLarge(row))
        return [
          ...this.#repeatedAt(small, offset),
          ...recurring(rows, ({ form }) => form, this.#usual).filter((row) => row.isInner && !isLarge(row)),
          ...this.#numbersOfPages(rows.filter(({ isInner }) => isInner)),
          ...recurring(outer.filter(isLarge), ({ text }) => text, most),
          ...countedOn(outer.filter(isLarge), most),
        ]
      }),
    )
  }

  /** The furniture among the rows at one place, next to the edges. */
  #repeatedAt(rows: readonly EdgeRow[], offset: number | undefined): EdgeRow[] {
    const byText = Map.groupBy(rows, ({ text }) => text)
    const byForm = Map.groupBy(rows, ({ form }) => form)
    const isSlot = rows.length >= this.#usual
    return rows.filter((row) => {
      if (this.#pages <= REPEATED) return isPageNumber(row, offset) && isNumberAlone(row.text)
      if ((byText.get(row.text)?.length ?? 0) >= REPEATED) return true
      const sameForm = byForm.get(row.form) ?? []
      if (sameForm.length >= REPEATED && countsOn(sameForm)) return true
      return isPageNumber(row, offset) && (isNumberAlone(row.text) || isSlot)
    })
  }

  /** Numbers that grow with the pages, whatever their size. */
  #numbersOfPages(rows: readonly EdgeRow[]): EdgeRow[] {
    const numbers = rows.filter(({ text }) => isNumberAlone(text))
    return numbers.length >= this.#usual && countsOn(numbers) ? numbers : []
  }

  get #usual(): number {
    return Math.max(REPEATED, this.#pages * SLOT_SHARE)
  }

  /** What is to be added to the index of a page for the number that is printed on it, where most pages agree. */
  #numberOffset(): number | undefined {
    const votes = new Map<number, Set<number>>()
    for (const [first] of this.#edges) {
      for (const number of first?.numbers ?? []) {
        const offset = number - (first?.page ?? 0)
        votes.set(offset, (votes.get(offset) ?? new Set()).add(first?.page ?? 0))
      }
    }
    const best = [...votes].sort((a, b) => b[1].size - a[1].size)[0]
    return best !== undefined && best[1].size >= Math.max(2, this.#pages * SLOT_SHARE) ? best[0] : undefined
  }
}

/** How many rows at the top may be furniture: further in, one of several pieces may be the head of a table that goes on. */
function headRows(rows: ReadonlyArray<readonly Segment[]>): number {
  const table = rows.findIndex((segments, i) => i >= OUTER_ROWS && segments.length > 1)
  return Math.min(EDGE_ROWS, table === -1 ? rows.length : table)
}

function toEdge(page: number, rows: ReadonlyArray<readonly Segment[]>, count: number): EdgeRow[] {
  return rows.slice(0, count).map((segments, i) => {
    const text = segments.map(lineText).join(' ').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()
    const form = text
      .replace(/\d+/g, '#')
      .replace(/^[ivxlc]+$/i, '#')
      .replace(/ [ivxlc]+$/, ' #')
    const baseline = segments[0]?.baseline ?? 0
    const size = Math.max(...segments.map((segment) => segment.size))
    const next = rows[i + 1]?.[0]?.baseline
    const distance = next === undefined ? Infinity : Math.abs(next - baseline) / size
    return {
      page,
      isInner: i >= OUTER_ROWS,
      segments,
      text,
      form,
      place: Math.round(baseline / SAME_PLACE),
      numbers: numbersAtEnds(text),
      distance,
    }
  })
}

/**
 * Rows that say where the text of a page is, as those of a Bible do: of at least so many, most have the words of the page
 * before, and its number or a later one.
 */
function countedOn(rows: readonly EdgeRow[], least: number): EdgeRow[] {
  const numbered = rows.filter(({ form }) => form.includes('#') && form !== '#')
  const goOn = numbered.filter((row, i) => {
    const before = numbered[i - 1]
    const [was = 0, is = 0] = [numbersIn(before?.text ?? '')[0], numbersIn(row.text)[0]]
    return before !== undefined && before.form === row.form && row.page - before.page <= 2 && is >= was
  })
  return numbered.length >= least && goOn.length > MOST_GO_ON * numbered.length ? numbered : []
}

function isPageNumber({ page, numbers }: EdgeRow, offset: number | undefined): boolean {
  return offset !== undefined && numbers.includes(page + offset)
}

/** Whether a number in rows of one form grows with the pages, or they end with roman ones. */
function countsOn(rows: readonly EdgeRow[]): boolean {
  const pairs = rows.slice(1).map((row, i) => ({ row, last: rows[i] }))
  const good = pairs.filter(({ row, last }) => {
    if (last === undefined) return false
    const [before, now] = [numbersIn(last.text), numbersIn(row.text)]
    if (now.length === 0) return row.form.endsWith('#')
    return row.numbers.includes(1) || now.some((number, i) => number - (before[i] ?? 0) === row.page - last.page)
  })
  return good.length >= pairs.length * 0.6
}

function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number)
}

/** Numbers that a row begins or ends with; at its end also the one before the number of all pages (`25 / 127`). */
function numbersAtEnds(text: string): number[] {
  const found = [/^\D{0,8}(\d{1,5})\b/, /(?:^|\D)(\d{1,5})\D{0,3}$/, /(?:^|\D)(\d{1,5}) ?(?:\/|of|von) ?\d{1,5}$/i]
  return found.flatMap((form) => {
    const number = form.exec(text)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
}

function isNumberAlone(text: string): boolean {
  return /^(page|seite|p\.)?[\s\-–—|[(]*\d+[\s\-–—|\])]*((of|von|\/) ?\d+)?$/i.test(text)
}
