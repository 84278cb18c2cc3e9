import { type Html, html } from './html.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A number with thousands apart. */
export function showCount(count: number): string {
  return count.toLocaleString('en')
}

/** A stretch of time in its two largest units. */
export function showDuration(ms: number): string {
  if (ms < 10 * SECOND_MS) return `${(Math.max(0, ms) / SECOND_MS).toFixed(1)} s`
  if (ms < MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ${Math.floor((ms % MINUTE_MS) / SECOND_MS)} s`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`
  return `${Math.floor(ms / DAY_MS)} d ${Math.floor((ms % DAY_MS) / HOUR_MS)} h`
}

/** How long ago, or in how long, in its largest unit. */
export function showDistance(date: Date, now = Date.now()): string {
  const ms = date.getTime() - now
  const text = largestUnit(Math.abs(ms))
  if (text === undefined) return ms > 0 ? 'in a moment' : 'just now'
  return ms > 0 ? `in ${text}` : `${text} ago`
}

function largestUnit(ms: number): string | undefined {
  if (ms < 5 * SECOND_MS) return undefined
  if (ms < MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} h`
  return `${Math.round(ms / DAY_MS)} days`
}

/** A time as its distance from now; the exact one is there for whoever points at it. */
export function showTime(date: Date | undefined): Html {
  if (date === undefined) return html`<span class="quiet">never</span>`
  const iso = date.toISOString()
  return html`<time datetime="${iso}" title="${showUtc(date)}">${showDistance(date)}</time>`
}

/** A time to the second, in UTC. */
export function showUtc(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** A size in the unit that fits. */
export function showBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1_000 ** power).toFixed(bytes < 10 * 1_000 ** power ? 1 : 0)} ${units[power - 1]}`
}
