import { saysContinued, tableNumber } from '../../structure/captions.ts'
import type { FlowItem } from '../page-pieces.ts'
import { asLaterPart, type LaterPart } from './continued-table.ts'
import { looseRows } from './loose-rows.ts'
import { linesOf, MOST_ABOVE, type OpenTable, textOf } from './open-table.ts'

/** So many rows that were not found as a table go on with one. */
const LEAST_LOOSE = 2

/** A later part with which a page begins. */
export interface FoundPart extends LaterPart {
  /** How many items of the page it takes. */
  readonly end: number
}

/** The part of an open table with which the next page begins. */
export function findLaterPart(items: readonly FlowItem[], open: OpenTable): FoundPart | undefined {
  const number = [...open.above].map(tableNumber).find((one) => one !== undefined)
  const isKnown = (text: string) =>
    open.above.has(text) || (saysContinued(text) && [undefined, number].includes(tableNumber(text)))
  const above = items.findIndex((item) => !textOf(item).some(isKnown))
  const item = items[above]
  if (item === undefined || above > MOST_ABOVE) return undefined
  const part = 'table' in item ? asLaterPart(open.table, item.table) : loosePart(items.slice(above), open)
  if (part === undefined || (!open.isAtFoot && above + part.repeated === 0)) return undefined
  return { ...part, end: above + ('table' in item ? 1 : part.table.lines.length) }
}

/** Rows that are not found as a table for themselves. */
function loosePart(items: readonly FlowItem[], { table }: OpenTable): LaterPart | undefined {
  const { rows, lines } = looseRows(linesOf(items), table)
  return rows.length < LEAST_LOOSE ? undefined : { table: { ...table, rows, lines, headRows: 0 }, repeated: 0 }
}
