import { fromTimestamp, toTimestamp } from '../rows/timestamp.ts'
import type { CopiedTable } from './copied-tables.ts'

/** A row, by its columns. */
export type Row = Record<string, unknown>

/** A row as it is written: times in the documented form, nobody at work on it, and no zeros, which PostgreSQL refuses. */
export function toCopiedRow({ name, times }: CopiedTable, row: Row, now: Date): Row {
  const copied = Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, times.includes(column) ? toTime(value) : toText(value)]),
  )
  if (name === 'files' && row.status === 'processing')
    return { ...copied, status: 'pending', due_at: toTimestamp(now), recovered: 1 }
  if (name === 'attempts' && row.outcome === 'running')
    return { ...copied, outcome: 'lost', finished_at: toTimestamp(now), message: 'The registry was copied meanwhile' }
  return copied
}

/** To the microsecond, where it is there; what is no time is none. */
function toTime(value: unknown): string | null {
  const text = typeof value === 'string' ? value : null
  const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/.exec(text ?? '') ?? []
  if (day !== undefined) return `${day} ${time}.${fraction.padEnd(6, '0')}`
  const date = fromTimestamp(text)
  return date === undefined ? null : toTimestamp(date)
}

function toText(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}
