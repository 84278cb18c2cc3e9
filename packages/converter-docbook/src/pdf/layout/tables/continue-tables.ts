import { type FlowItem, pageOf } from '../page-pieces.ts'
import { joinParts } from './continued-table.ts'
import { findLaterPart } from './find-later-part.ts'
import { bottomOf, type OpenTable, openTable, withLooseRows } from './open-table.ts'

/** A table is kept open over so many pages, and then ends. */
const MOST_PAGES = 100

/**
 * Puts tables together that go on on the next page: the last thing of a page but notes, and the first one of the next, in the
 * same columns. What stands above the later part stands above the first one, too, or says that the table goes on; it goes.
 */
export function continueTables(flow: readonly FlowItem[]): FlowItem[] {
  const foot = flow.reduce((most, item) => Math.max(most, bottomOf(item)), 0)
  const result: FlowItem[] = []
  let open: OpenTable | undefined
  for (const [page, items] of Map.groupBy(flow, pageOf)) {
    const part = open?.page === page - 1 ? findLaterPart(items, open) : undefined
    if (open === undefined || part === undefined) {
      open = openTable(items, { at: result.length, page, foot })
      result.push(...items)
      continue
    }
    const { at, above, loose, remarks } = open
    const table = joinParts(withLooseRows(open), part)
    const gone = new Set<FlowItem>([...loose.items, ...remarks])
    result.splice(at, Infinity, { table }, ...result.slice(at + 1).filter((item) => !gone.has(item)))
    const rest = items.slice(part.end)
    const next = openTable([{ table: part.table }, ...rest], { at, page, foot })
    const goesOn = next?.at === at && page - table.page < MOST_PAGES
    open = goesOn ? { ...next, table, above } : openTable(rest, { at: result.length, page, foot })
    result.push(...rest)
  }
  return result
}
