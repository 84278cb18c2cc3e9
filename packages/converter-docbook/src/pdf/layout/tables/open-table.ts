import { saysContinued } from '../../structure/captions.ts'
import type { FlowItem } from '../page-pieces.ts'
import { lineText, type TextLine } from '../text-line.ts'
import { looseRows } from './loose-rows.ts'
import type { PageTable } from './page-table.ts'

/** So many lines above a table are kept in mind. */
export const MOST_ABOVE = 4
/** A table that goes on reaches this share of the way to the foot of the text, unless its head comes again. */
const NEAR_FOOT = 0.75
const NOTE_MARK = /^\s*(\d{1,3}|[*†‡§¶]{1,3}|\p{Ll})\s*$/u

/** A table with which a page ends. */
export interface OpenTable {
  readonly table: PageTable
  /** Its number among the items of the book. */
  readonly at: number
  /** The page of its last part. */
  readonly page: number
  readonly isAtFoot: boolean
  /** What stands right above its first part. */
  readonly above: ReadonlySet<string>
  /** Rows below it that are its own if it goes on. */
  readonly loose: { readonly rows: PageTable['rows']; readonly items: readonly FlowItem[] }
  /** What says below it that it goes on. */
  readonly remarks: readonly FlowItem[]
}

/** What is known of a page. */
interface PagePlace {
  /** The number of its first item among those of the book. */
  readonly at: number
  readonly page: number
  /** Where the text of the lowest page ends. */
  readonly foot: number
}

/** The table with which a page ends, before its notes. */
export function openTable(items: readonly FlowItem[], { at, page, foot }: PagePlace): OpenTable | undefined {
  const i = items.findLastIndex((item) => 'table' in item)
  const item = items[i]
  if (item === undefined || !('table' in item)) return undefined
  const after = items.slice(i + 1)
  const loose = looseRows(linesOf(after), item.table)
  const rest = after.slice(loose.lines.length)
  const remarks = rest.filter((one) => textOf(one).some(saysContinued))
  if (
    !areNotes(
      rest.filter((one) => !remarks.includes(one)),
      item.table,
    )
  )
    return undefined
  return {
    table: item.table,
    at: at + i,
    page,
    isAtFoot: Math.max(bottomOf(item), ...after.slice(0, loose.lines.length).map(bottomOf)) > foot * NEAR_FOOT,
    above: new Set(items.slice(Math.max(0, i - MOST_ABOVE), i).flatMap(textOf)),
    loose: { rows: loose.rows, items: after.slice(0, loose.lines.length) },
    remarks,
  }
}

/** The table with the rows below it. */
export function withLooseRows({ table, loose }: OpenTable): PageTable {
  return { ...table, rows: [...table.rows, ...loose.rows], lines: [...table.lines, ...linesOf(loose.items)] }
}

/** The lines with which items begin. */
export function linesOf(items: readonly FlowItem[]): TextLine[] {
  const end = items.findIndex((item) => !('line' in item))
  return items.slice(0, end === -1 ? items.length : end).flatMap((item) => ('line' in item ? [item.line] : []))
}

function areNotes(items: readonly FlowItem[], { lines: [own] }: PageTable): boolean {
  const lines = linesOf(items)
  const isSmall = lines.length === items.length && lines.every(({ size }) => size <= (own?.size ?? 0))
  return isSmall && (lines[0] === undefined || beginsNote(lines[0]))
}

function beginsNote({ spans: [first] }: TextLine): boolean {
  return first?.script === 'superscript' && NOTE_MARK.test(first.text)
}

/** The text of a line; nothing else has any. */
export function textOf(item: FlowItem): string[] {
  return 'line' in item ? [lineText(item.line).replace(/\s+/g, ' ').trim()] : []
}

/** How far down on its page the text of an item reaches. */
export function bottomOf(item: FlowItem): number {
  if ('picture' in item || 'note' in item) return 0
  return 'line' in item ? item.line.box.bottom : Math.max(...item.table.lines.map(({ box }) => box.bottom))
}
